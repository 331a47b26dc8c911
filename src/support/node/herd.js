'use strict';
// Thousands of silent members of one room, each of whom comes back the moment he is hung up on, and after
// a while where he is not let in.
//
// argv[2]: {url, token, room, after, count}
// stdin:   status | hang up (all of them, at once) | until SEQ (answered by "done") | end
const readline = require('node:readline');
const { WebSocket } = require('ws');

const { url, token, room, after, count } = JSON.parse(process.argv[2]);
const last = new Array(count).fill(after);
const watching = new Array(count).fill(false);
const sockets = new Array(count);
let wrong = 0;
let until = Infinity;

function connect(i) {
  const socket = new WebSocket(url + '/ws', {
    headers: { Authorization: 'Bearer ' + token },
    localAddress: '127.0.2.' + (1 + (i % 40)),
    handshakeTimeout: 20000,
  });
  let opened = false;
  sockets[i] = socket;
  socket.on('open', () => {
    opened = true;
    socket.send(JSON.stringify({ type: 'hello', v: 1, resume: [{ room, after: last[i] }] }));
  });
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
    setTimeout(() => connect(i), opened ? Math.random() * 50 : 1000 + Math.random() * 2000);
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
  if (line === 'hang up') {
    watching.fill(false);
    sockets.forEach((socket) => socket.terminate());
  }
  if (line.startsWith('until ')) until = Number(line.slice(6));
}).on('close', () => process.exit(0));
for (let i = 0; i < count; i++) setTimeout(() => connect(i), i);
