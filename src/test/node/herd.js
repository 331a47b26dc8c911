'use strict';
// Thousands of silent members of one room, each of whom comes back the moment he is hung up on.
//
// argv[2]: {urls, token, room, after, count};  stdin: status | until SEQ (answered by "done") | end
const readline = require('node:readline');
const { WebSocket } = require('ws');

const { urls, token, room, after, count } = JSON.parse(process.argv[2]);
const last = new Array(count).fill(after);
const watching = new Array(count).fill(false);
let wrong = 0;
let until = Infinity;

function connect(i) {
  const socket = new WebSocket(urls[Math.floor(Math.random() * urls.length)] + '/ws', {
    headers: { Authorization: 'Bearer ' + token },
    localAddress: '127.0.2.' + (1 + (i % 40)),
    handshakeTimeout: 20000,
  });
  socket.on('open', () =>
    socket.send(JSON.stringify({ type: 'hello', v: 1, resume: [{ room, after: last[i] }] })));
  socket.on('message', (data) => {
    const frame = JSON.parse(data);
    if (frame.type === 'watching') watching[i] = true;
    if (frame.type !== 'events') return;
    for (const { seq } of frame.events) {
      if (seq !== last[i] + 1) wrong++;
      last[i] = seq;
    }
  });
  socket.on('error', () => {});
  socket.on('close', () => {
    watching[i] = false;
    setTimeout(() => connect(i), Math.random() * 50);
  });
}

setInterval(() => {
  if (last.every((seq) => seq >= until)) {
    console.log('done ' + wrong);
    until = Infinity;
  }
}, 200);
readline.createInterface({ input: process.stdin }).on('line', (line) => {
  if (line === 'end') process.exit(0);
  if (line === 'status') console.log('status ' + watching.filter(Boolean).length + ' ' + wrong);
  if (line.startsWith('until ')) until = Number(line.slice(6));
}).on('close', () => process.exit(0));
for (let i = 0; i < count; i++) setTimeout(() => connect(i), i);
