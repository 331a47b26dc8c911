'use strict';
// Rooms on socket.io, as its manual shows them, by WebSocket alone. Keeps nothing, asks nobody for
// permission. Its heartbeat is put off: the clients that measure do not answer it.
const http = require('node:http');
const { Server } = require('socket.io');
const tell = require('./tell');

const seqs = new Map();
const server = http.createServer();
const io = new Server(server, {
  transports: ['websocket'],
  perMessageDeflate: false,
  pingInterval: 3600000,
});
io.on('connection', (socket) => {
  socket.on('join', (room, done) => {
    socket.join(room);
    done('joined');
  });
  socket.on('send', (said, done) => {
    const seq = (seqs.get(said.room) || 0) + 1;
    seqs.set(said.room, seq);
    io.to(said.room).emit('event', { room: said.room, seq, text: said.text });
    done({ seq });
  });
});
server.listen(0, '127.0.0.1', 16384, () => tell.listening(server));
