'use strict';
// What every peer does besides serving: says its port, and what it holds after a collection.
const readline = require('node:readline');

exports.listening = (server) => console.log('port ' + server.address().port);

readline.createInterface({ input: process.stdin }).on('line', () => {
  global.gc();
  global.gc();
  const { rss, heapUsed, external } = process.memoryUsage();
  console.log('memory ' + rss + ' ' + (heapUsed + external));
}).on('close', () => process.exit(0)); // who measures is gone
