'use strict';
// A client of /ws, by the ws library as it is.
const { WebSocket } = require('ws');
const { config, Talker } = require('./talker');

const SILENT = 6000;
let socket;
let heardAt = 0;
let ready = false;
let deaf = false;

const talker = new Talker(config, {
  open: () => ready,
  say: (message) => socket.send(JSON.stringify({ type: 'send', ...message })),
  deaf: (on) => {
    deaf = on;
    if (on) socket.pause();
    else socket.resume();
    heardAt = Date.now();
  },
});

function hear(frame) {
  if (frame.type === 'welcome') {
    ready = true;
    talker.connected();
  } else if (frame.type === 'events') {
    frame.events.forEach((event) => talker.heard(frame.room, event));
  } else if (frame.type === 'ack') {
    talker.acked(frame.room, frame.clientMsgId, frame.seq);
  } else if (frame.type === 'error') {
    talker.refused(frame.ref || '', frame.code);
    if (frame.room) setTimeout(watch, 300, socket, frame.room); // it is not watched
  } else if (frame.type === 'bye') {
    talker.bye();
  }
}

function watch(mine, room) {
  if (mine === socket && ready) mine.send(JSON.stringify({ type: 'watch', room, after: talker.last[room] }));
}

function connect() {
  const mine = new WebSocket(config.url + '/ws', {
    headers: { Authorization: 'Bearer ' + config.token },
    handshakeTimeout: 4000,
  });
  socket = mine;
  heardAt = Date.now();
  mine.on('open', () => {
    const resume = Object.entries(talker.last).map(([room, after]) => ({ room, after }));
    mine.send(JSON.stringify({ type: 'hello', v: 1, resume }));
  });
  mine.on('message', (data) => {
    heardAt = Date.now();
    if (mine === socket) hear(JSON.parse(data));
  });
  mine.on('pong', () => (heardAt = Date.now()));
  mine.on('error', () => {}); // 'close' follows
  mine.on('close', (code) => {
    if (mine !== socket) return;
    ready = false;
    deaf = false;
    talker.lost(code);
    setTimeout(connect, 100 + Math.random() * 400);
  });
}

setInterval(() => {
  if (deaf) return;
  if (Date.now() - heardAt > SILENT) socket.terminate(); // half-open
  else if (ready) socket.ping();
}, 2000);
connect();
