using Microsoft.Extensions.AI;

namespace DataCuration.LocalModels;

/// <summary>The form in which the messages of a request become one prompt.</summary>
public sealed class LocalChatTemplate
{
    private readonly Func<IReadOnlyList<ChatMessage>, string>? render;

    private LocalChatTemplate(string name, string? native, Func<IReadOnlyList<ChatMessage>, string>? render)
    {
        Name = name;
        Native = native;
        this.render = render;
    }

    /// <summary>
    /// The template in the model's file. llama.cpp does not execute it, but recognises the form by its text, and refuses forms that it does not know.
    /// </summary>
    public static LocalChatTemplate FromFile { get; } = new("file", null, null);

    /// <summary>The texts of the messages with two line feeds between them, for models without a template.</summary>
    public static LocalChatTemplate Plain { get; } =
        new("plain", null, messages => string.Join("\n\n", messages.Select(message => message.Text)));

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>llama.cpp's name; null for the template of the file, or one that is rendered here.</summary>
    internal string? Native { get; }

    /// <summary>True if llama.cpp renders the messages.</summary>
    internal bool IsNative => render is null;

    /// <summary>Returns one of the templates of llama.cpp.</summary>
    /// <param name="name">llama.cpp's name, such as <c>chatml</c>, <c>llama2-sys</c>, <c>llama3</c>, <c>gemma</c>, <c>mistral-v3</c>, <c>phi4</c>,
    /// <c>deepseek3</c>. The client refuses names that llama.cpp does not know.</param>
    public static LocalChatTemplate Named(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new(name, name, null);
    }

    /// <summary>Returns a template of your own.</summary>
    /// <param name="name">The name.</param>
    /// <param name="render">Renders messages, up to the place at which the answer begins. It writes each message's text as it is, or without the white space
    /// around it.</param>
    public static LocalChatTemplate Custom(string name, Func<IReadOnlyList<ChatMessage>, string> render)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(render);
        return new(name, null, render);
    }

    /// <summary>Returns the name.</summary>
    public override string ToString() => Name;

    /// <summary>Renders messages.</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="native">Renders messages with the template of llama.cpp: its name or the file's text.</param>
    internal string Render(IReadOnlyList<ChatMessage> messages, Func<IReadOnlyList<ChatMessage>, string> native) =>
        render is null ? native(messages) : render(messages);
}
