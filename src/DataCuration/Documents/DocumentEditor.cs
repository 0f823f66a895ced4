using System.Runtime.InteropServices;

namespace DataCuration;

/// <summary>Gathers changes to a document and makes one copy with all of them.</summary>
public sealed class DocumentEditor
{
    private readonly Document document;
    private readonly List<AnnotationSlot> changes = [];
    private string? id;
    private string? text;

    internal DocumentEditor(Document document) => this.document = document;

    /// <summary>Sets an annotation.</summary>
    /// <param name="key">The annotation.</param>
    /// <param name="value">Its value.</param>
    /// <returns>This editor.</returns>
    public DocumentEditor Set<T>(AnnotationKey<T> key, T value)
    {
        changes.Add(new(key.Name, AnnotationKey<T>.Wrap(value)));
        return this;
    }

    /// <summary>Sets an annotation of any kind.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
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

    /// <summary>Makes the edited copy; the document itself where nothing was changed.</summary>
    public Document Build()
    {
        if (id is null && text is null && changes.Count == 0) return document;
        AnnotationSlot[] slots = changes.Count == 0 ? document.Slots : AnnotationSlot.Merge(document.Slots, CollectionsMarshal.AsSpan(changes));
        return new Document(document, id, text, slots, document.Origin);
    }
}
