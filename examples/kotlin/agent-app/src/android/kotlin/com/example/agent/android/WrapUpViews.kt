package com.example.agent.android

import android.app.Activity
import android.text.Editable
import android.text.TextWatcher
import android.view.View
import android.widget.Button
import android.widget.EditText
import android.widget.LinearLayout
import android.widget.ScrollView
import android.widget.Switch
import android.widget.TextView
import cloudagent.disposition.Field
import com.example.agent.Action
import com.example.agent.Draft
import com.example.agent.Screen
import com.example.agent.WrapUpViewModel
import com.example.agent.act
import com.example.agent.text

/** The views, made in code so that the example needs no resource compiler. */
internal class WrapUpViews(private val activity: Activity, private val model: WrapUpViewModel) {
    private val title = TextView(activity).apply { textSize = 24f }
    private val message = TextView(activity)
    private val disposition = input("Disposition") { draft, text -> draft.copy(disposition = text) }
    private val comments = input("Comments") { draft, text -> draft.copy(comments = text) }
    private val pause = Switch(activity).apply {
        text = "Pause me afterwards"
        setOnCheckedChangeListener { _, on -> edit { it.copy(pause = on) } }
    }
    private val pauseReason = input("Reason of the pause") { draft, text -> draft.copy(pauseReason = text) }
    private val callbackTime = input("Call back, like 2026-11-30 15:00") { draft, text ->
        draft.copy(callbackTime = text)
    }
    private val inputs = mapOf(
        Field.DISPOSITION to disposition,
        Field.COMMENTS to comments,
        Field.PAUSE_REASON to pauseReason,
        Field.CALLBACK_TIME to callbackTime,
    )
    private val form = column(disposition, comments, pause, pauseReason, callbackTime)
    private val buttons = Action.entries.associateWith { action ->
        Button(activity).apply {
            text = action.label
            setOnClickListener { model.act(action) }
        }
    }

    val root: View = ScrollView(activity).apply {
        addView(column(title, message, form, *buttons.values.toTypedArray()))
    }

    /** Set while the views take the model's values, so that they don't answer with the same. */
    private var drawing = false

    fun draw(screen: Screen) {
        drawing = true
        val text = screen.text()
        title.text = text.title
        message.text = text.lines.joinToString("\n")
        buttons.forEach { (action, button) -> button.show(action in text.actions) }
        form.show(screen is Screen.Form)
        if (screen is Screen.Form) draw(screen)
        drawing = false
    }

    private fun draw(screen: Screen.Form) {
        disposition.take(screen.draft.disposition)
        comments.take(screen.draft.comments)
        pause.isChecked = screen.draft.pause
        pauseReason.take(screen.draft.pauseReason)
        callbackTime.take(screen.draft.callbackTime)
        inputs.forEach { (field, view) ->
            view.error = screen.hints.firstOrNull { it.field == field }?.sentence
        }
    }

    private fun edit(change: (Draft) -> Draft) {
        if (!drawing) model.edit(change)
    }

    private fun input(label: String, change: (Draft, String) -> Draft) = EditText(activity).apply {
        hint = label
        addTextChangedListener(object : TextWatcher {
            override fun afterTextChanged(text: Editable) = edit { change(it, text.toString()) }
            override fun beforeTextChanged(text: CharSequence?, start: Int, count: Int, after: Int) = Unit
            override fun onTextChanged(text: CharSequence?, start: Int, before: Int, count: Int) = Unit
        })
    }

    /** A text that is the same already stays, and so does the cursor in it. */
    private fun EditText.take(value: String) {
        if (text.toString() != value) setText(value)
    }

    private fun column(vararg views: View) = LinearLayout(activity).apply {
        orientation = LinearLayout.VERTICAL
        views.forEach(::addView)
    }

    private fun View.show(shown: Boolean) {
        visibility = if (shown) View.VISIBLE else View.GONE
    }
}
