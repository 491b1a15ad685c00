# Makes a desk of the corporate network: it asks the DNS servers of the site, and its browsers go to the internet by the
# proxy only. Installs what the bucket of packages holds.
#
# Set before: $DnsServers (addresses), $Proxy (http://host:port), $NoProxyNames (names that are reached directly, divided by
# commas), $BrowserProxy (JSON, the policy ProxySettings of Edge and Chrome), $PackagesBucket (may be empty).
$ErrorActionPreference = 'Stop'

# The servers of a new site install themselves at the same time. Without one that answers, Systems Manager could not even reach
# this host to mend it.
$servers = $DnsServers.Split(' ')
$query = @{ Name = 'amazonaws.com'; Type = 'SOA'; DnsOnly = $true; QuickTimeout = $true; ErrorAction = 'SilentlyContinue' }
$tries = 1
while (-not ($servers | Where-Object { Resolve-DnsName @query -Server $_ })) {
    if ($tries -eq 60) { throw "none of the DNS servers $DnsServers answers; the client keeps those that it has" }
    $tries++
    Start-Sleep -Seconds 10
}

Get-NetAdapter | Where-Object Status -eq 'Up' | Set-DnsClientServerAddress -ServerAddresses $servers
Clear-DnsClientCache

foreach ($key in 'HKLM:\SOFTWARE\Policies\Microsoft\Edge', 'HKLM:\SOFTWARE\Policies\Google\Chrome') {
    if (-not (Test-Path $key)) { New-Item -Path $key -Force | Out-Null }
    Set-ItemProperty -Path $key -Name ProxySettings -Value $BrowserProxy
}

# for programs that are no browsers, in every window of PowerShell
Set-Content -Path "$PSHOME\profile.ps1" -Value "`$env:HTTPS_PROXY = '$Proxy'", "`$env:NO_PROXY = '$NoProxyNames'"

# Installs a package. One that has not changed is not installed again.
function Install-Changed($package, $install) {
    $installed = $package.FullName + '.installed'
    $hash = (Get-FileHash $package.FullName).Hash
    if ((Test-Path $installed) -and ((Get-Content $installed) -eq $hash)) { return }
    & $install
    Set-Content -Path $installed -Value $hash
}

if ($PackagesBucket -ne '') {
    $folder = 'C:\SitePackages'
    New-Item -ItemType Directory -Path $folder -Force | Out-Null
    Read-S3Object -BucketName $PackagesBucket -KeyPrefix 'windows/' -Folder $folder | Out-Null
    foreach ($package in Get-ChildItem -Path $folder -Filter '*.msi') {
        Install-Changed $package {
            # msiexec gets one line, in which a path with a blank needs quotes
            $arguments = '/i', ('"' + $package.FullName + '"'), '/qn', '/norestart'
            $process = Start-Process msiexec.exe -ArgumentList $arguments -Wait -PassThru
            # 3010: installed, and a restart would be good
            if ($process.ExitCode -notin 0, 3010) { throw "$($package.Name): msiexec ended with $($process.ExitCode)" }
        }
    }

    # Node.js may be one of the packages, and new: PATH does not know it then
    $node = "$env:ProgramFiles\nodejs"
    $key = 'studio-access.tgz'
    $isThere = Get-S3Object -BucketName $PackagesBucket -KeyPrefix $key | Where-Object Key -eq $key
    if ($isThere -and (Test-Path "$node\npm.cmd")) {
        $file = Join-Path $folder $key
        Read-S3Object -BucketName $PackagesBucket -Key $key -File $file | Out-Null
        Install-Changed (Get-Item $file) {
            # beside Node.js, where everybody finds it; its one dependency, for keychains, is not in the file
            & "$node\npm.cmd" install --global --offline '--omit=optional' --no-audit --no-fund --prefix $node $file
            if ($LASTEXITCODE -ne 0) { throw "$($key): npm ended with $LASTEXITCODE" }
        }
    }
}
