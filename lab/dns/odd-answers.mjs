// A name server that passes questions on, and answers some of them wrongly: it stands for a company's server on which
// something is not set up. Arguments: its address, the server that it asks, and the rules as JSON.
import { Buffer } from 'node:buffer';
import { createSocket } from 'node:dgram';
import process from 'node:process';

const [, , address, upstream, text] = process.argv;
const rules = JSON.parse(text);
const types = { A: 1, AAAA: 28, HTTPS: 65 };
const codes = { empty: 0, SERVFAIL: 2, NXDOMAIN: 3, REFUSED: 5 };

/** The name and the type of a question, and where it ends. */
function questionOf(message) {
  const labels = [];
  let offset = 12;
  while (message[offset] !== 0) {
    labels.push(message.toString('latin1', offset + 1, offset + 1 + message[offset]).toLowerCase());
    offset += 1 + message[offset];
  }
  return { name: labels.join('.'), type: message.readUInt16BE(offset + 1), end: offset + 5 };
}

/** An answer without records, or with one address. */
function answer(message, { end }, code, record) {
  const head = Buffer.from(message.subarray(0, end));
  head.writeUInt16BE(0x8180 | code, 2);
  head.writeUInt16BE(record ? 1 : 0, 6);
  head.writeUInt32BE(0, 8);
  if (!record) return head;
  const { type, data } = record;
  const fields = Buffer.alloc(12);
  fields.writeUInt16BE(0xc00c, 0);
  fields.writeUInt16BE(type, 2);
  fields.writeUInt16BE(1, 4);
  fields.writeUInt32BE(60, 6);
  fields.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, fields, data]);
}

const server = createSocket('udp4');
server.on('message', (message, { port, address: client }) => {
  const question = questionOf(message);
  const rule = rules.find(
    ({ name, type }) =>
      (question.name === name || question.name.endsWith(`.${name}`)) &&
      (type === undefined || types[type] === question.type),
  );
  const send = (reply) => server.send(reply, port, client);
  if (rule?.says === 'nothing') return;
  if (rule?.says === 'record') {
    const data = Buffer.from(question.type === types.A ? rule.data.split('.').map(Number) : [0, 1, 0]);
    send(answer(message, question, 0, { type: question.type, data }));
    return;
  }
  if (rule && rule.says !== 'internet') {
    send(answer(message, question, codes[rule.says]));
    return;
  }
  const onward = createSocket('udp4');
  const close = () => onward.close(() => undefined);
  onward.once('message', (reply) => {
    send(reply);
    close();
  });
  onward.once('error', close);
  onward.send(message, 53, rule ? rule.data : upstream);
});
server.bind(53, address, () => process.stdout.write('answers\n'));
