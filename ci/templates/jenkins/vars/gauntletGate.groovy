// A step for Jenkinsfiles. Add this repository as a shared library named gauntlet, with ci/templates/jenkins as its
// library path (Manage Jenkins, Global Pipeline Libraries), then:
//
//   gauntletGate(broker: 'mosquitto', binary: 'build/src/mosquitto', known: 'ci/known-failures.toml')
//
// Other keys: failOn ('fail' or 'weak'), arguments (a list), out (the folder of the results), source (where Gauntlet's
// repository is checked out), program (a gauntlet that is installed already, so that none is built). The agent is a
// Debian 12. It needs the plugins JUnit and Pipeline: Basic Steps.
def call(Map given = [:]) {
    Map options = [failOn: 'fail', arguments: [], out: 'gauntlet-results', source: '.gauntlet'] + given
    if (!options.broker) {
        error('gauntletGate: say which broker: gauntletGate(broker: \'mosquitto\')')
    }
    List words = ['--broker', options.broker, '--fail-on', options.failOn]
    if (options.binary) {
        words += ['--set', "${options.broker}.binary=${options.binary.startsWith('/') ? '' : pwd() + '/'}${options.binary}"]
    }
    if (options.known) {
        words += ['--known', options.known]
    }
    words += options.arguments
    List environment = ["CCACHE_DIR=${pwd()}/.gauntlet-ccache"]
    if (options.program) {
        environment << "GAUNTLET_PROGRAM=${options.program}"
    }
    int verdict = 3
    withEnv(environment) {
        sh "rm -rf ${quoted(options.out)}"
        verdict = sh(returnStatus: true, script: ([options.source + '/ci/gate', options.out] + words)
            .collect { word -> quoted(word) }.join(' '))
    }
    junit(testResults: "${options.out}/junit.xml", allowEmptyResults: true, skipMarkingBuildUnstable: true)
    archiveArtifacts(artifacts: "${options.out}/**", excludes: "${options.out}/pki/**", allowEmptyArchive: true)
    if (verdict != 0) {
        error("gauntletGate: exit code ${verdict} (1: the gate is closed, 2: usage, 3: infrastructure)")
    }
}

// As the shell takes it for one word.
private String quoted(Object word) {
    return "'" + word.toString().replace("'", "'\\''") + "'"
}
