'use strict';
// A feed by nats.js as npm has it: core, or JetStream with an id for each message.
//
// argv[2]: a file of {url, way, times, messages: [{subject, hex, id}]}; prints what the broker answered, in one JSON object.
const fs = require('node:fs');
const { connect, headers } = require('nats');

const task = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));

const ways = {
  core: (nc, it) => nc.publish(it.subject, it.bytes),
  'core-ids': (nc, it) => {
    const h = headers();
    h.set('Nats-Msg-Id', it.id);
    nc.publish(it.subject, it.bytes, { headers: h });
  },
  jetstream: (nc, it) => nc.jetstream().publish(it.subject, it.bytes, { msgID: it.id }),
};

async function main() {
  const nc = await connect({ servers: task.url, name: 'feed-publisher.js' });
  const answers = [];
  for (let i = 0; i < task.times; i++) {
    for (const each of task.messages) {
      const answer = await ways[task.way](nc, { ...each, bytes: Buffer.from(each.hex, 'hex') });
      if (answer) answers.push({ seq: answer.seq, duplicate: answer.duplicate });
    }
    await nc.flush();
  }
  await nc.drain();
  console.log(JSON.stringify({ answers }));
}

main().catch((e) => { console.error(e); process.exit(1); });
