package cloudagent.disposition

/** The first call of a process: prints what it throws, the second one too. */
internal object FirstCall {
    @JvmStatic
    fun main(arguments: Array<String>) {
        // Neither needs the library.
        check(DispositionRequest(ucid = "1").toString().isNotEmpty() && BaseUrl.INDIA.toString().isNotEmpty())
        repeat(2) {
            try {
                println("customer=${Account.withoutCredential("acme").customer}")
            } catch (error: Throwable) {
                println("${error.javaClass.name}: ${error.message} (cause: ${error.cause})")
            }
        }
    }
}
