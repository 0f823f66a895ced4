using System.Runtime.InteropServices;

namespace DataCuration;

/// <summary>Collects changes to a document and applies them in a single copy.</summary>
public sealed class DocumentEditor
{
    private readonly Document document;
    private readonly List<AnnotationSlot> changes = [];
    private string? id;
    private string? text;
    private ReadOnlyMemory<byte>? utf8Text;

    internal DocumentEditor(Document document) => this.document = document;

    /// <summary>Sets an annotation.</summary>
    /// <param name="key">The annotation.</param>
    /// <param name="value">The value.</param>
    /// <returns>This editor.</returns>
    public DocumentEditor Set<T>(AnnotationKey<T> key, T value)
    {
        changes.Add(new(key.Name, AnnotationKey<T>.Wrap(value)));
        return this;
    }

    /// <summary>Sets an annotation of any kind.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value.</param>
    /// <returns>This editor.</returns>
    public DocumentEditor Set(string name, AnnotationValue value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        changes.Add(new(name, value));
        return this;
    }

    /// <summary>Sets the text.</summary>
    /// <param name="value">The new text.</param>
    /// <returns>This editor.</returns>
    public DocumentEditor SetText(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        text = value;
        utf8Text = null;
        return this;
    }

    /// <summary>Sets the text in UTF-8.</summary>
    /// <param name="utf8Value">The new text. It must be valid UTF-8. The memory is not copied and must not change.</param>
    /// <returns>This editor.</returns>
    /// <exception cref="ArgumentException">The text is not valid UTF-8. The message names the offset of the first invalid byte.</exception>
    public DocumentEditor SetText(ReadOnlyMemory<byte> utf8Value)
    {
        Document.RequireUtf8(utf8Value, nameof(utf8Value));
        text = null;
        utf8Text = utf8Value;
        return this;
    }

    /// <summary>Sets the id.</summary>
    /// <param name="value">The new id; not empty.</param>
    /// <returns>This editor.</returns>
    public DocumentEditor SetId(string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(value);
        id = value;
        return this;
    }

    /// <summary>Returns the edited copy, or the document itself if nothing was changed.</summary>
    public Document Build()
    {
        if (id is null && text is null && utf8Text is null && changes.Count == 0) return document;
        AnnotationSlot[] slots = changes.Count == 0 ? document.Slots : AnnotationSlot.Merge(document.Slots, CollectionsMarshal.AsSpan(changes));
        return new Document(document, id, text, slots, document.Origin, utf8Text);
    }
}
