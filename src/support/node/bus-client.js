'use strict';
// A client of /eventbus, by vertx-eventbus.js and sockjs-client as they are.
const EventBus = require('@vertx/eventbus-bridge-client.js');
const { config, Talker } = require('./talker');

const SILENT = 8000;
const headers = { authorization: 'Bearer ' + config.token };
let oldest = 0; // when the first message was said that nothing was heard after

const bus = new EventBus(config.url.replace('ws:', 'http:') + '/eventbus', {
  transports: [config.transport || 'websocket'],
  vertxbus_ping_interval: 2000,
  vertxbus_reconnect_delay_min: 200,
  vertxbus_reconnect_delay_max: 1000,
});
bus.enableReconnect(true);

const talker = new Talker(config, {
  open: () => bus.state === EventBus.OPEN,
  say: (message) => {
    oldest = oldest || Date.now();
    bus.send('chat.send', message, headers, (error, answer) => {
      oldest = 0;
      if (error) talker.refused(message.clientMsgId, error.failureType + ' ' + error.failureCode);
      else talker.acked(message.room, message.clientMsgId, answer.body.seq);
    });
  },
  deaf: () => {},
});

bus.onopen = () => {
  oldest = 0;
  const mine = bus.sockJSConn;
  for (const room of Object.keys(config.rooms)) {
    bus.registerHandler('chat.room.' + room, { ...headers, after: talker.last[room] }, (error, message) => {
      if (mine !== bus.sockJSConn) return;
      if (error) {
        talker.refused('', error.failureType + ' register');
        setTimeout(() => mine.close(), 300); // and come again
      } else if (message.body.seq) {
        oldest = 0;
        talker.heard(room, message.body);
      }
    });
  }
  talker.connected();
};
bus.onclose = (e) => talker.lost(e && e.code);
bus.onunhandled = () => {}; // answers to what was said twice
bus.onerror = (error) => talker.refused('', (error.failureType || error.body) + ' bus');

setInterval(() => {
  if (oldest && Date.now() - oldest > SILENT && bus.state === EventBus.OPEN) bus.sockJSConn.close();
}, 1000);
