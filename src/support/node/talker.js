'use strict';
// What every client of the fault tests does, whatever it speaks: says something now and then, says it
// again under the same id until it is acked, and writes down all it hears, twice if it hears it twice.
//
// argv[2]: {name, url, token, rooms: {id: after}, every, twice, transport, file}
// stdin:   stop | deaf | hear | until {room: seq} (answered by "done") | end
const fs = require('node:fs');
const readline = require('node:readline');

const AGAIN = 2000;
const A_SECOND = 40; // fewer frames than a connection may send, retries included
const AT_ONCE = 40;

exports.config = JSON.parse(process.argv[2]);

exports.Talker = class {
  constructor(config, connection) {
    this.config = config;
    this.connection = connection; // open(), say({room, clientMsgId, text}), deaf(bool)
    this.last = { ...config.rooms };
    this.waiting = new Map();
    this.count = 0;
    this.stopped = false;
    this.file = fs.openSync(config.file, 'a');
    this.until = null;
    this.budget = AT_ONCE;
    setInterval(() => (this.budget = Math.min(AT_ONCE, this.budget + A_SECOND / 10)), 100);
    if (config.every > 0) setInterval(() => this.talk(), config.every);
    setInterval(() => this.again(Date.now() - AGAIN), 250);
    setInterval(() => this.finish(), 100);
    readline.createInterface({ input: process.stdin })
      .on('line', (line) => this.obey(line))
      .on('close', () => process.exit(0));
  }

  note(line) {
    fs.writeSync(this.file, JSON.stringify({ at: new Date().toISOString(), ...line }) + '\n');
  }

  obey(line) {
    const [word, rest] = [line.split(' ', 1)[0], line.slice(line.indexOf(' ') + 1)];
    if (word === 'stop') this.stopped = true;
    else if (word === 'deaf') this.connection.deaf(true);
    else if (word === 'hear') this.connection.deaf(false);
    else if (word === 'until') this.until = JSON.parse(rest);
    else if (word === 'end') process.exit(0);
  }

  talk() {
    if (this.stopped) return;
    const rooms = Object.keys(this.config.rooms);
    const room = rooms[this.count % rooms.length];
    const clientMsgId = this.config.name + '-' + ++this.count;
    const message = { room, clientMsgId, text: 'says ' + clientMsgId };
    this.waiting.set(clientMsgId, { message, tried: 0 });
    this.note({ event: 'sent', room, id: clientMsgId });
    this.attempt(clientMsgId);
    if (this.config.twice) {
      // At once, and again in another order, acked or not.
      this.attempt(clientMsgId);
      setTimeout(() => this.say(message), Math.random() * 800);
    }
  }

  attempt(id) {
    const it = this.waiting.get(id);
    if (it && this.say(it.message)) it.tried = Date.now();
  }

  say(message) {
    if (this.budget < 1 || !this.connection.open()) return false;
    this.budget--;
    this.connection.say(message);
    return true;
  }

  again(before) {
    for (const [id, it] of this.waiting) if (it.tried < before) this.attempt(id);
  }

  // A new connection: nothing that was said on the old one is known to have arrived.
  connected() {
    this.note({ event: 'connected' });
    for (const it of this.waiting.values()) it.tried = 0;
  }

  bye() {
    this.note({ event: 'bye' });
  }

  lost(why) {
    this.note({ event: 'lost', why: String(why) });
  }

  acked(room, id, seq) {
    this.waiting.delete(id);
    this.note({ event: 'acked', room, id, seq });
  }

  refused(id, code) {
    this.note({ event: 'refused', id, code });
  }

  heard(room, { seq, kind, clientMsgId, text }) {
    this.last[room] = seq;
    this.note({ event: 'received', room, seq, kind, id: clientMsgId || '', text });
  }

  finish() {
    if (!this.until || this.waiting.size > 0) return;
    for (const [room, seq] of Object.entries(this.until)) if (this.last[room] < seq) return;
    this.until = null;
    console.log('done');
  }
};
