# Makes a desk of the corporate network: it asks the DNS servers of the site, and its browsers go to the internet by the
# proxy only. Installs what the bucket of packages holds.
#
# Set before: $DnsServers and $PackagesBucket (may be empty), $BrowserProxy (JSON, the policy ProxySettings of Edge and Chrome).
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

if ($PackagesBucket -ne '') {
    $folder = 'C:\SitePackages'
    New-Item -ItemType Directory -Path $folder -Force | Out-Null
    Read-S3Object -BucketName $PackagesBucket -KeyPrefix 'windows/' -Folder $folder | Out-Null
    foreach ($package in Get-ChildItem -Path $folder -Filter '*.msi') {
        # a package that has not changed is not installed again
        $installed = $package.FullName + '.installed'
        $hash = (Get-FileHash $package.FullName).Hash
        if ((Test-Path $installed) -and ((Get-Content $installed) -eq $hash)) { continue }
        $arguments = '/i', $package.FullName, '/qn', '/norestart'
        $process = Start-Process msiexec.exe -ArgumentList $arguments -Wait -PassThru
        # 3010: installed, and a restart would be good
        if ($process.ExitCode -notin 0, 3010) { throw "$($package.Name): msiexec ended with $($process.ExitCode)" }
        Set-Content -Path $installed -Value $hash
    }
}
