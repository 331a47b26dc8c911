# The one door: people and CI build, test and run Foyer through here. 'make help' lists the targets.

SHELL := bash
.DELETE_ON_ERROR:
.NOTPARALLEL: # one Maven at a time writes target/
MAKEFLAGS += --no-builtin-rules

# Recursive on purpose: looked up when a recipe runs, so that 'make help' and 'make services' need no JDK.
JAVA = JAVA_HOME=$$(scripts/jdk) && export JAVA_HOME
MVN = $(JAVA) && MAVEN_OPTS="$${MAVEN_OPTS:-} $$(scripts/jdk --flags)" mvn -B -ntp -Dstyle.color=never
# Warnings and errors, not the narration of every plugin. (-q would also hide the compiler warnings
# that -Werror fails on.)
QUIET := -Dorg.slf4j.simpleLogger.defaultLogLevel=warn
# The same, and what the tests say.
TERSE := $(QUIET) -Dorg.slf4j.simpleLogger.log.org.apache.maven.plugin.surefire=info \
  -Dorg.slf4j.simpleLogger.log.org.apache.maven.plugin.failsafe=info
ON_SERVICES = . target/services/env

JAR := target/dist/foyer.jar
# Folders too: their time changes when a file is removed.
SOURCES := pom.xml $(shell find src/main proto webroot conf 2>/dev/null)

# Programs that nobody here wrote: clients of the chat, and what it is compared with. Node and npm install them.
FOREIGN := target/node/node_modules

.DEFAULT_GOAL := help
.PHONY: help run demo cluster build test-classes test unit integration alone one check format smoke fault fault-cluster soak proof conformance conformance-cluster bench-webhooks bench-start bench-logins bench-timer bench-cluster bench-chat bench-sockets bench-feeds docs services services-down completion clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-19s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

run: $(JAR) ## build what changed and start Foyer on its embedded database (ARGS="--roles http")
	@exec scripts/foyer run $(ARGS)

demo: $(JAR) ## the same with stand-ins for the intranet and Slack, to see a reminder arrive
	@exec scripts/foyer demo $(ARGS)

cluster: $(JAR) ## three nodes, PostgreSQL, Redis and nginx on this machine, until Ctrl-C
	@exec scripts/cluster

build: ## compile and package the program into target/dist, without running tests
	@echo 'Building Foyer (the first time also fetches its libraries)'
	@$(MVN) $(QUIET) package -DprogramOnly
	@touch $(JAR)

$(JAR): $(SOURCES)
	@$(MAKE) --no-print-directory build

test: services ## all tests, on real servers: unit, integration and alone in one go
	@$(ON_SERVICES) && $(MVN) $(TERSE) verify $(MVN_ARGS)

unit: ## the tests that need no server
	@$(MVN) $(TERSE) test $(MVN_ARGS)

integration: services ## the tests on real servers, three side by side
	@$(ON_SERVICES) && $(MVN) $(TERSE) verify -Dskip.unit -Dskip.alone $(MVN_ARGS)

alone: services ## the integration tests that break a server others use
	@$(ON_SERVICES) && $(MVN) $(TERSE) verify -Dskip.unit -Dskip.integration $(MVN_ARGS)

one: services ## one test class by itself (CLASS=DoorIT)
	@$(ON_SERVICES) && $(MVN) $(TERSE) verify -Dintegration.forks=1 $(MVN_ARGS) \
	  $(if $(filter %Test,$(CLASS)),-Dtest='$(CLASS)' -DskipITs,-Dskip.unit -Dit.test='$(CLASS)')

check: ## format and static checks: spotless, javac with -Werror, Error Prone, NullAway, shellcheck, retired words
	@.ci/check-words
	@scripts/services try shellcheck
	@[ ! -r target/services/env ] || $(ON_SERVICES); \
	  [ -z "$${FOYER_TEST_SHELLCHECK:-}" ] || "$$FOYER_TEST_SHELLCHECK" $(SCRIPTS)
	@$(MVN) $(QUIET) spotless:check test-compile

SCRIPTS := scripts/cluster scripts/foyer scripts/jdk scripts/services $(wildcard scripts/services.d/*.sh) \
  .ci/run .ci/proof .ci/check-words

format: ## rewrite the Java sources in the project's format
	@$(MVN) $(QUIET) spotless:apply

smoke: services ## the fault flows in short: chat, and the crash points of the feeds (two minutes; the third is FaultShortIT)
	@$(ON_SERVICES) && $(MVN) $(TERSE) -Pfault verify -Dfault.groups=smoke $(MVN_ARGS)

proof: ## before an issue is called done: fault, fault-cluster, 15 minutes of soak, and a verdict each (MINUTES= SEED=)
	@.ci/proof

fault: services ## break things and count: nothing lost, nothing doubled (some twenty minutes)
	@$(ON_SERVICES) && $(MVN) $(TERSE) -Pfault verify $(MVN_ARGS)

fault-cluster: services ## the same with three clustered nodes: kills, pauses, restarts, Redis and the network between them
	@$(ON_SERVICES) && $(MVN) $(TERSE) -Pfault verify -Dfault.tests='**/*InCluster.java' $(MVN_ARGS)

soak: services ## everything breaks at random for half an hour: nothing lost, doubled or grown (MINUTES=90; the seed is printed: SEED=)
	@$(ON_SERVICES) && $(MVN) $(TERSE) -Pfault verify -Dfault.tests='**/Soak.java' -Dfault.seconds=0 \
	  -Dfoyer.soak.minutes=$(or $(MINUTES),30) $(if $(SEED),-Dfoyer.seed=$(SEED)) $(MVN_ARGS)

conformance: target/test.classpath ## the Autobahn test suite on our WebSockets: 247 cases, none may fail
	@rm -rf target/autobahntestsuite-reports
	@$(MVN) $(QUIET) -Pconformance-websocket verify $(MVN_ARGS) || true
	@$(call java,target/test.classpath,io.foyer.platform.socket.AutobahnReport target/autobahntestsuite-reports/index.json)

conformance-cluster: ## Vert.x' own tests on our cluster manager (RUNS=20 repeats the quickest so often)
	@scripts/services up redis && $(ON_SERVICES) && \
	  $(MVN) $(TERSE) -Pconformance-cluster verify -Dcluster.runs=$(or $(RUNS),1) $(MVN_ARGS)

bench-webhooks: ## durable webhooks a second against pgbench on the same server
	@$(call bench,io.foyer.bench.WebhookBench)

bench-start: ## how long a start takes, and what a node holds at rest
	@$(call bench,io.foyer.bench.StartBench)

bench-logins: ## twenty log-ins at once, and how long the last waits
	@$(call bench,io.foyer.bench.LoginBench)

bench-timer: ## 100,000 reminders due at once on two instances
	@$(call bench,io.foyer.bench.TimerBench)

bench-cluster: ## our cluster manager beside Hazelcast: what the bus carries, how soon it heals
	@scripts/services up redis postgres nginx && $(call bench-java,target/bench-cluster.classpath,io.foyer.bench.ClusterBench)

bench-chat: test-classes target/test.classpath $(FOREIGN) ## the chat beside ws and socket.io: CPU of a delivery, delays, memory of a member
	@$(call bench,io.foyer.bench.chat.ChatBench)

bench-sockets: ## what an idle WebSocket holds, and what a frame to a thousand of them costs
	@$(call java,target/test.classpath,io.foyer.bench.SocketBench)

bench-feeds: ## a stream caught up with beside COPY of the same rows; how old a live message is (ARGS="messages rounds seconds")
	@$(call bench,io.foyer.bench.FeedBench)

docs: test-classes target/test.classpath ## write docs/configuration.md and conf/foyer.yml from the configuration records
	@$(call java,target/test.classpath,io.foyer.platform.config.ConfigurationDocs)

services: ## find or start the servers that the tests need, and install programs
	@scripts/services all
	@$(MAKE) --no-print-directory $(FOREIGN) || \
	  $(if $(filter true,$(CI)),exit 1,echo 'No npm packages: tests with clients of others will be skipped')

services-down: ## stop the servers that 'make services' started
	@scripts/services down

completion: $(JAR) ## write target/foyer-completion, to be sourced by bash or zsh
	@scripts/foyer generate-completion > target/foyer-completion
	@echo 'source target/foyer-completion'

clean: services-down ## remove everything that was built, and the test servers' data
	@rm -rf target

$(FOREIGN): $(wildcard src/support/node/*)
	@mkdir -p target/node && cp src/support/node/* target/node/
	@cd target/node && npm install --no-audit --no-fund --silent && touch node_modules || \
	  { rm -rf node_modules; exit 1; } # half of it would be taken for the whole

# The benchmarks live among the test classes: they use the same stand-ins, and no user needs them.
target/test.classpath: pom.xml
	@mkdir -p target
	@$(MVN) $(QUIET) dependency:build-classpath -DincludeScope=test -Dmdep.outputFile=$@

# Hazelcast is on this class path only: the program and its tests must not come to need it.
target/bench-cluster.classpath: pom.xml
	@mkdir -p target
	@$(MVN) $(QUIET) -Pbench-cluster dependency:build-classpath -DincludeScope=test -Dmdep.outputFile=$@

test-classes:
	@$(MVN) $(QUIET) package -DskipTests
	@touch $(JAR)

bench-webhooks bench-start bench-logins bench-timer bench-sockets bench-feeds: test-classes target/test.classpath
bench-cluster: test-classes target/bench-cluster.classpath
java = $(JAVA) && "$$JAVA_HOME/bin/java" $$(scripts/jdk --flags) \
  -cp "target/test-classes:target/classes:$$(cat $(1))" $(2) $(ARGS)
bench-java = $(ON_SERVICES) && $(call java,$(1),$(2))
bench = scripts/services up postgres wrk && $(call bench-java,target/test.classpath,$(1))
