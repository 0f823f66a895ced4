using System.Buffers;
using System.IO.Hashing;
using System.Text;
using System.Text.Unicode;

namespace DataCuration;

/// <summary>
/// A text with an id and typed annotations: what flows through a <see cref="Corpus"/>. Immutable; edited copies come from <see cref="WithText(string)"/>,
/// <see cref="With{T}(AnnotationKey{T}, T)"/> or, for several changes at once, <see cref="Edit"/>. Text and id are kept as UTF-8 until a string is asked for.
/// </summary>
public sealed class Document
{
    private readonly ReadOnlyMemory<byte> utf8Text;
    private readonly ReadOnlyMemory<byte> utf8Id;
    private readonly IRecordFields? fields;
    private string? text;
    private string? id;

    /// <summary>Makes a document in memory.</summary>
    /// <param name="id">Its id; null or empty gives it a hash of its text (see <see cref="Id"/>).</param>
    /// <param name="text">Its text. Lone surrogates become U+FFFD in UTF-8.</param>
    public Document(string? id, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        this.text = text;
        utf8Text = Encoding.UTF8.GetBytes(text);
        this.id = string.IsNullOrEmpty(id) ? null : id;
        HasOwnId = this.id is not null;
        Origin = DocumentOrigin.None;
        Slots = [];
    }

    /// <summary>Makes a document of a source record: for implementers of <see cref="IShardedSource"/>.</summary>
    /// <param name="utf8Id">The id in valid UTF-8; empty gives it a hash of its text. Not copied: must not change afterwards.</param>
    /// <param name="utf8Text">The text in valid UTF-8. Not copied: must not change afterwards.</param>
    /// <param name="origin">Where the record stands.</param>
    /// <param name="record">The record's original bytes, or empty; handed to <paramref name="fields"/> and to sinks that copy records unchanged.</param>
    /// <param name="fields">Reads the record's other fields, or null if there are none.</param>
    public Document(ReadOnlyMemory<byte> utf8Id, ReadOnlyMemory<byte> utf8Text, DocumentOrigin origin, ReadOnlyMemory<byte> record = default, IRecordFields? fields = null)
    {
        this.utf8Id = utf8Id;
        this.utf8Text = utf8Text;
        this.fields = fields;
        Origin = origin;
        Record = record;
        IsUnmodified = !record.IsEmpty;
        HasOwnId = !utf8Id.IsEmpty;
        Slots = [];
    }

    /// <summary>A document that still has to be extracted.</summary>
    internal Document(RawDocument raw, DocumentOrigin origin)
    {
        Raw = raw;
        id = raw.Id;
        HasOwnId = true;
        Origin = origin;
        Slots = [];
    }

    internal Document(Document source, string? newId, string? newText, AnnotationSlot[] slots, DocumentOrigin origin)
    {
        fields = source.fields;
        Record = source.Record;
        Origin = origin;
        Slots = slots;
        if (newText is null) { text = source.text; utf8Text = source.utf8Text; }
        else { text = newText; utf8Text = Encoding.UTF8.GetBytes(newText); }
        HasOwnId = newId is not null || source.HasOwnId || newText is not null;
        if (newId is not null) { id = newId; return; }
        utf8Id = source.utf8Id;
        id = newText is not null ? source.Id : source.id; // an id made from the text stays what it was when the text is edited
    }

    /// <summary>
    /// The document's id. A record without an id gets the XxHash128 of its UTF-8 text as 32 hexadecimal digits: the same for the same text, wherever it stands.
    /// Ids need not be unique; where order matters, equal ids are told apart by <see cref="Origin"/>.
    /// </summary>
    public string Id => id ??= utf8Id.IsEmpty ? Convert.ToHexStringLower(XxHash128.Hash(utf8Text.Span)) : Encoding.UTF8.GetString(utf8Id.Span);

    /// <summary>The text, decoded on first use.</summary>
    public string Text => text ??= Encoding.UTF8.GetString(utf8Text.Span);

    /// <summary>The text in UTF-8.</summary>
    public ReadOnlyMemory<byte> Utf8Text => utf8Text;

    /// <summary>The document's address, from its <c>url</c> field; null if it has none.</summary>
    public string? Url => TryGet(WellKnownAnnotations.Url, out string? url) ? url : null;

    /// <summary>Where the document comes from.</summary>
    public DocumentOrigin Origin { get; }

    /// <summary>The original bytes of the source record; empty for a document made in memory.</summary>
    public ReadOnlyMemory<byte> Record { get; }

    /// <summary>Whether text, id and annotations are still those of <see cref="Record"/>.</summary>
    public bool IsUnmodified { get; }

    /// <summary>Whether the id was given, by the record or a stage, and not made from the text.</summary>
    public bool HasOwnId { get; }

    internal AnnotationSlot[] Slots { get; }

    /// <summary>The raw document that is to be extracted; null for every document that user code sees.</summary>
    internal RawDocument? Raw { get; }

    /// <summary>The id in UTF-8; empty where it is not at hand (an id made from the text or set by a stage).</summary>
    internal ReadOnlyMemory<byte> Utf8Id => utf8Id;

    /// <summary>What reads the record's other fields.</summary>
    internal IRecordFields? Fields => fields;

    /// <summary>A 64-bit XxHash3 of the id's UTF-8 bytes: what keyed randomness starts from.</summary>
    public ulong IdHash
    {
        get
        {
            if (!utf8Id.IsEmpty) return XxHash3.HashToUInt64(utf8Id.Span);
            return HashString(Id);
        }
    }

    /// <summary>Reads an annotation, or a field of the source record.</summary>
    /// <param name="key">The annotation.</param>
    /// <returns>Its value.</returns>
    /// <exception cref="KeyNotFoundException">The document has no such annotation, or its value is of another type; the message names both.</exception>
    public T Get<T>(AnnotationKey<T> key)
    {
        if (!TryGetValue(key.Name, out AnnotationValue value))
            throw new KeyNotFoundException($"Document '{Id}' has no annotation '{key.Name}'. Run the stage that writes it first, or use TryGet.");
        if (!AnnotationKey<T>.TryUnwrap(value, out T result))
            throw new KeyNotFoundException($"Document '{Id}': annotation '{key.Name}' is {value.Kind} '{value}', not {typeof(T).Name}.");
        return result;
    }

    /// <summary>Reads an annotation, or a field of the source record, if it is there and of the key's type.</summary>
    /// <param name="key">The annotation.</param>
    /// <param name="value">Its value, or the type's default.</param>
    /// <returns>Whether it was there.</returns>
    public bool TryGet<T>(AnnotationKey<T> key, out T? value)
    {
        if (TryGetValue(key.Name, out AnnotationValue raw) && AnnotationKey<T>.TryUnwrap(raw, out T result)) { value = result; return true; }
        value = default;
        return false;
    }

    /// <summary>Reads an annotation, or a field of the source record, of any kind.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value.</param>
    /// <returns>Whether it was there.</returns>
    public bool TryGetValue(string name, out AnnotationValue value)
    {
        int index = AnnotationSlot.Find(Slots, name);
        if (index >= 0) { value = Slots[index].Value; return true; }
        if (fields is not null) return fields.TryGet(Record, name, out value);
        value = default;
        return false;
    }

    /// <summary>
    /// Lists every field other than id and text: first those of the source record in its order (with the newer value where an annotation replaced one),
    /// then the annotations in ordinal order of their names.
    /// </summary>
    public IEnumerable<KeyValuePair<string, AnnotationValue>> ListFields()
    {
        HashSet<string>? seen = null;
        if (fields is not null)
        {
            foreach ((string name, AnnotationValue value) in fields.List(Record))
            {
                int index = AnnotationSlot.Find(Slots, name);
                if (index >= 0) (seen ??= new(StringComparer.Ordinal)).Add(name);
                yield return new(name, index >= 0 ? Slots[index].Value : value);
            }
        }
        foreach (AnnotationSlot slot in Slots)
            if (seen is null || !seen.Contains(slot.Name)) yield return new(slot.Name, slot.Value);
    }

    /// <summary>A copy with another text; id, annotations and origin stay.</summary>
    /// <param name="text">The new text.</param>
    public Document WithText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new Document(this, null, text, Slots, Origin);
    }

    /// <summary>A copy with one annotation set. For several use <see cref="Edit"/>: one copy instead of many.</summary>
    /// <param name="key">The annotation.</param>
    /// <param name="value">Its new value.</param>
    public Document With<T>(AnnotationKey<T> key, T value) =>
        new(this, null, null, AnnotationSlot.Merge(Slots, [new AnnotationSlot(key.Name, AnnotationKey<T>.Wrap(value))]), Origin);

    /// <summary>Begins an edited copy: any number of changes, one copy.</summary>
    public DocumentEditor Edit() => new(this);

    /// <summary>The id and the length, for logs and the debugger.</summary>
    public override string ToString() => $"{Id} ({utf8Text.Length} bytes)";

    private static ulong HashString(string value)
    {
        int length = Encoding.UTF8.GetMaxByteCount(value.Length);
        byte[]? rented = length > 512 ? ArrayPool<byte>.Shared.Rent(length) : null;
        Span<byte> bytes = rented ?? stackalloc byte[512];
        Utf8.FromUtf16(value, bytes, out _, out int written);
        ulong hash = XxHash3.HashToUInt64(bytes[..written]);
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
        return hash;
    }
}
