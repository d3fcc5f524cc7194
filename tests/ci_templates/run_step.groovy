// Runs gauntletGate of the Jenkins library here: what Jenkins gives a step is done by these closures.
//   groovy run_step.groovy LIBRARY_FOLDER WORKSPACE SOURCE PROGRAM KNOWN
def (library, workspace, source, program, known) = args
def folder = new File(workspace)
folder.deleteDir()
folder.mkdirs()
def environment = []
def reported = []

def run = { String script ->
    def builder = new ProcessBuilder('sh', '-xe', '-c', script).directory(folder).inheritIO()
    environment.each { pair -> builder.environment().put(*pair.split('=', 2)) }
    builder.start().waitFor()
}
def binding = new Binding([
    pwd             : { -> workspace },
    withEnv         : { List pairs, Closure body -> environment += pairs; body() },
    sh              : { given ->
        int code = run(given instanceof Map ? given.script : given)
        if (!(given instanceof Map) && code != 0) {
            throw new IllegalStateException("sh: exit code ${code}")
        }
        code
    },
    junit           : { Map given -> reported << given.testResults },
    archiveArtifacts: { Map given -> reported << given.artifacts },
    error           : { text -> System.err.println(text); System.exit(1) },
])
def step = new GroovyShell(binding).parse(new File(library, 'vars/gauntletGate.groovy'))
step.call(broker: 'reference', source: source, program: program, known: known ?: null,
          arguments: ['--select', 'one-way/connect/*'])
assert reported == ['gauntlet-results/junit.xml', 'gauntlet-results/**']
assert new File(folder, 'gauntlet-results/junit.xml').text.contains('<testsuite')
