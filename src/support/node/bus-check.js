'use strict';
// What the unmodified clients of the event-bus bridge see of a house, transport by transport.
//
// argv[2]: {url, token, rooms: {mine, foreign}, transport}; prints one JSON object and ends.
const EventBus = require('@vertx/eventbus-bridge-client.js');

const { url, token, rooms, transport } = JSON.parse(process.argv[2]);
const headers = { authorization: 'Bearer ' + token };
const room = 'chat.room.' + rooms.mine;
const seen = { transport, events: [], people: [], errors: [], unhandled: [] };

const end = () => {
  console.log(JSON.stringify(seen));
  process.exit(0);
};
setTimeout(end, 15000);

const bus = new EventBus(url + '/eventbus', { transports: [transport], vertxbus_ping_interval: 300 });
bus.onerror = (error) => seen.errors.push(error.body || String(error));
bus.onunhandled = (json) => seen.unhandled.push(json);
bus.onclose = (e) => { seen.closed = e && e.code; };
bus.onopen = () => {
  seen.used = bus.sockJSConn.transport;
  bus.registerHandler(room, { ...headers, after: 0 }, (error, message) => {
    if (error) seen.roomError = error;
    else seen.events.push(message.body);
  });
  bus.registerHandler('chat.room.' + rooms.foreign, (error) => { seen.foreign = error; });
  bus.registerHandler('chat.presence', headers, (error, message) => { seen.people.push(message.body); });
  bus.registerHandler('foyer.chat', (error) => { seen.inner = error; });
  bus.send('foyer.chat', { evil: 1 }, (error) => { seen.sentInside = error; });
  const message = { room: rooms.mine, clientMsgId: 'via-' + transport, text: '<b>\u202e"\\ \u2028 ü😀' };
  bus.send('chat.send', message, (error, first) => {
    seen.sendError = error;
    seen.ack = first && first.body;
    bus.send('chat.send', message, (again, second) => {
      seen.repeated = second && second.body;
      bus.send('chat.send', { ...message, text: 'other' }, (conflict) => {
        seen.conflict = conflict;
        bus.send('chat.history', { room: rooms.mine, limit: 2 }, (failed, page) => {
          seen.history = page && page.body;
          bus.send('chat.people', { room: rooms.mine }, (nobody, people) => {
            seen.people.push(...people.body.people); // who has just come is told of a moment later
            setTimeout(end, 700);
          });
        });
      });
    });
  });
};
