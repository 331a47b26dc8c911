'use strict';
// Rooms on ws, as one writes them: JSON in, one string made once and sent to every socket. Keeps
// nothing, asks nobody for permission; numbers live as long as the process.
const http = require('node:http');
const { WebSocketServer, WebSocket } = require('ws');
const tell = require('./tell');

const rooms = new Map();

function room(name) {
  let it = rooms.get(name);
  if (!it) rooms.set(name, (it = { seq: 0, sockets: new Set() }));
  return it;
}

const server = http.createServer();
const sockets = new WebSocketServer({ server, perMessageDeflate: false });
sockets.on('connection', (socket) => {
  socket.on('message', (data) => {
    const said = JSON.parse(data);
    const it = room(said.room);
    if (said.op === 'join') {
      it.sockets.add(socket);
      socket.on('close', () => it.sockets.delete(socket));
      socket.send('{"op":"joined"}');
      return;
    }
    const seq = ++it.seq;
    const event = JSON.stringify({ op: 'event', room: said.room, seq, text: said.text });
    for (const other of it.sockets) {
      if (other.readyState === WebSocket.OPEN) other.send(event);
    }
    socket.send(JSON.stringify({ op: 'ack', id: said.id, seq }));
  });
});
server.listen(0, '127.0.0.1', 16384, () => tell.listening(server));
