package com.example.server

import java.io.ByteArrayOutputStream
import java.io.PrintStream
import java.util.concurrent.ConcurrentLinkedQueue
import java.util.logging.Handler
import java.util.logging.Level
import java.util.logging.LogRecord
import java.util.logging.Logger
import java.util.logging.SimpleFormatter

/**
 * Hears all that the process logs, at every level, and all that it prints, until it is told to end. Of the JDK itself it does not:
 * what its HTTP client says at the lowest level is of the test's own requests, and has their URLs. The receiver sends none.
 */
class Said {
    private val logged = ConcurrentLinkedQueue<String>()
    private val printed = ByteArrayOutputStream()
    private val streams = System.out to System.err
    private val root = Logger.getLogger("")
    private val handlers = root.handlers
    private val level = root.level
    private val jdk = Logger.getLogger("jdk")

    private val handler =
        object : Handler() {
            override fun publish(record: LogRecord) {
                logged += SimpleFormatter().format(record)
            }

            override fun flush() = Unit

            override fun close() = Unit
        }

    init {
        handlers.forEach(root::removeHandler)
        root.addHandler(handler)
        root.level = Level.ALL
        jdk.level = Level.INFO
        val stream = PrintStream(printed, true)
        System.setOut(stream)
        System.setErr(stream)
    }

    /** How many lines of logs have this text. */
    fun count(text: String): Int = logged.count { text in it }

    /** Hears no more, and gives the lines of all that was heard. */
    fun end(): List<String> {
        System.setOut(streams.first)
        System.setErr(streams.second)
        root.level = level
        jdk.level = null
        root.removeHandler(handler)
        handlers.forEach(root::addHandler)
        return (logged.joinToString("") + printed).lines()
    }
}
