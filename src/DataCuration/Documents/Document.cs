using System.Buffers;
using System.IO.Hashing;
using System.Text;
using System.Text.Unicode;

namespace DataCuration;

/// <summary>
/// A text with an id and typed annotations. Documents are immutable: <see cref="WithText(string)"/>, <see cref="With{T}(AnnotationKey{T}, T)"/> and, for
/// several changes at once, <see cref="Edit"/> return edited copies. Text and id are kept as UTF-8 and decoded when a string is requested.
/// </summary>
/// <example>
/// <code>
/// using DataCuration;
///
/// var language = new AnnotationKey&lt;string&gt;("language");
/// Document document = new Document("doc-1", "A text.").With(language, "en");
/// Document longer = document.WithText(document.Text + " And more.");
/// Console.WriteLine($"{longer.Id}: {longer.Text} ({longer.Get(language)})");
/// </code>
/// </example>
public sealed class Document
{
    private readonly ReadOnlyMemory<byte> utf8Text;
    private readonly ReadOnlyMemory<byte> utf8Id;
    private readonly IRecordFields? fields;
    private string? text;
    private string? id;
    private TextLines? lines;
    private TextWords? words;
    private SplitWords? split;

    /// <summary>Creates a document in memory.</summary>
    /// <param name="id">The id. If it is null or empty, the id is a hash of the text (see <see cref="Id"/>).</param>
    /// <param name="text">The text. Lone surrogates become U+FFFD in UTF-8.</param>
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

    /// <summary>Creates a document from a source record, for implementers of <see cref="IShardedSource"/>.</summary>
    /// <param name="utf8Id">The id in valid UTF-8. If it is empty, the id is a hash of the text. The memory is not copied and must not change.</param>
    /// <param name="utf8Text">The text in valid UTF-8. The memory is not copied and must not change.</param>
    /// <param name="origin">The place of the record.</param>
    /// <param name="record">The record's original bytes, for <paramref name="fields"/> and for sinks that copy unmodified records. Default: empty.</param>
    /// <param name="fields">The reader of the record's other fields. Default: null, for none.</param>
    public Document(ReadOnlyMemory<byte> utf8Id, ReadOnlyMemory<byte> utf8Text, DocumentOrigin origin,
        ReadOnlyMemory<byte> record = default, IRecordFields? fields = null)
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

    /// <summary>Creates a document that has not been extracted yet.</summary>
    internal Document(RawDocument raw, DocumentOrigin origin)
    {
        Raw = raw;
        id = raw.Id;
        HasOwnId = true;
        Origin = origin;
        Slots = [];
    }

    /// <summary>
    /// Creates an edited copy. At most one of <paramref name="newText"/> and <paramref name="newUtf8Text"/> is given; the latter is valid UTF-8.
    /// </summary>
    internal Document(
        Document source, string? newId, string? newText, AnnotationSlot[] slots, DocumentOrigin origin, ReadOnlyMemory<byte>? newUtf8Text = null)
    {
        fields = source.fields;
        Record = source.Record;
        Origin = origin;
        Slots = slots;
        bool isSameText = newText is null && newUtf8Text is null;
        if (isSameText)
        {
            text = source.text;
            utf8Text = source.utf8Text;
            lines = Volatile.Read(ref source.lines);
            words = Volatile.Read(ref source.words);
            split = Volatile.Read(ref source.split);
        }
        else
        {
            text = newText;
            utf8Text = newUtf8Text ?? Encoding.UTF8.GetBytes(newText!);
        }
        HasOwnId = newId is not null || source.HasOwnId || !isSameText;
        if (newId is not null) { id = newId; return; }
        utf8Id = source.utf8Id;
        id = isSameText ? source.id : source.Id; // an edited document keeps the id that was computed from its original text
    }

    /// <summary>
    /// The document's id. The id of a record without one is the XxHash128 of its UTF-8 text as 32 hexadecimal digits, so equal texts have equal ids.
    /// Ids need not be unique; <see cref="Origin"/> orders documents with equal ids.
    /// </summary>
    public string Id => id ??= utf8Id.IsEmpty ? Convert.ToHexStringLower(XxHash128.Hash(utf8Text.Span)) : Encoding.UTF8.GetString(utf8Id.Span);

    /// <summary>The text as a string, decoded on first use.</summary>
    public string Text => text ??= Encoding.UTF8.GetString(utf8Text.Span);

    /// <summary>The text in UTF-8.</summary>
    public ReadOnlyMemory<byte> Utf8Text => utf8Text;

    /// <summary>The lines of the text, found on first use and shared by all stages. Copies with the same text keep them.</summary>
    public TextLines Lines => Volatile.Read(ref lines) ?? Publish(ref lines, TextLines.Split(utf8Text));

    /// <summary>
    /// The words of the text (its parts between white space), found on first use and shared by all stages. Copies with the same text keep them.
    /// </summary>
    public TextWords Words => Volatile.Read(ref words) ?? Publish(ref words, TextWords.Split(utf8Text));

    /// <summary>
    /// Finds the words of the text with a splitter. The document keeps the words of the last splitter, and copies with the same text keep them too, so that
    /// stages with the same splitter share the work.
    /// </summary>
    /// <param name="splitter">The definition of a word.</param>
    /// <returns>The words.</returns>
    public TextWords GetWords(WordSplitter splitter)
    {
        ArgumentNullException.ThrowIfNull(splitter);
        if (ReferenceEquals(splitter, WordSplitter.WhiteSpace)) return Words;
        SplitWords? known = Volatile.Read(ref split);
        if (known is not null && ReferenceEquals(known.Splitter, splitter)) return known.Words;
        TextWords found = splitter.Split(utf8Text);
        Volatile.Write(ref split, new(splitter, found));
        return found;
    }

    /// <summary>Finds the sentences of the text. A splitter that needs words takes those that the document keeps.</summary>
    /// <param name="splitter">The definition of a sentence.</param>
    /// <returns>The sentences.</returns>
    public TextSpans GetSentences(SentenceSplitter splitter)
    {
        ArgumentNullException.ThrowIfNull(splitter);
        return splitter.Words is { } definition ? splitter.Split(utf8Text, GetWords(definition)) : splitter.Split(utf8Text);
    }

    /// <summary>The document's address, from its <c>url</c> field; null if it has none.</summary>
    public string? Url => TryGet(WellKnownAnnotations.Url, out string? url) ? url : null;

    /// <summary>The place that the document comes from.</summary>
    public DocumentOrigin Origin { get; }

    /// <summary>The original bytes of the source record; empty for a document made in memory.</summary>
    public ReadOnlyMemory<byte> Record { get; }

    /// <summary>True if text, id and annotations are those of <see cref="Record"/>.</summary>
    public bool IsUnmodified { get; }

    /// <summary>True if the record or a stage gave the id; false if it is a hash of the text.</summary>
    public bool HasOwnId { get; }

    internal AnnotationSlot[] Slots { get; }

    /// <summary>The raw document to extract; null for every document that user code sees.</summary>
    internal RawDocument? Raw { get; }

    /// <summary>The id in UTF-8; empty if it is a hash of the text or was set by a stage.</summary>
    internal ReadOnlyMemory<byte> Utf8Id => utf8Id;

    /// <summary>The reader of the record's other fields.</summary>
    internal IRecordFields? Fields => fields;

    /// <summary>The 64-bit XxHash3 of the id's UTF-8 bytes. Keyed randomness uses it as key.</summary>
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
    /// <returns>The value.</returns>
    /// <exception cref="KeyNotFoundException">The document has no such annotation, or its value is of another type; the message names both.</exception>
    public T Get<T>(AnnotationKey<T> key)
    {
        if (!TryGetValue(key.Name, out AnnotationValue value))
            throw new KeyNotFoundException($"Document '{Id}' has no annotation '{key.Name}'. Run the stage that writes it first, or use TryGet.");
        if (!AnnotationKey<T>.TryUnwrap(value, out T result))
            throw new KeyNotFoundException($"Document '{Id}': annotation '{key.Name}' is {value.Kind} '{value}', not {typeof(T).Name}.");
        return result;
    }

    /// <summary>Reads an annotation, or a field of the source record, if it exists and has the key's type.</summary>
    /// <param name="key">The annotation.</param>
    /// <param name="value">The value, or the default of the type.</param>
    /// <returns>True if it exists.</returns>
    public bool TryGet<T>(AnnotationKey<T> key, out T? value)
    {
        if (TryGetValue(key.Name, out AnnotationValue raw) && AnnotationKey<T>.TryUnwrap(raw, out T result)) { value = result; return true; }
        value = default;
        return false;
    }

    /// <summary>Reads an annotation, or a field of the source record, of any kind.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value.</param>
    /// <returns>True if it exists.</returns>
    public bool TryGetValue(string name, out AnnotationValue value)
    {
        int index = AnnotationSlot.Find(Slots, name);
        if (index >= 0) { value = Slots[index].Value; return true; }
        if (fields is not null) return fields.TryGet(Record, name, out value);
        value = default;
        return false;
    }

    /// <summary>
    /// Lists every field other than id and text: first those of the source record in its order, then the annotations in ordinal order of their names.
    /// An annotation with the name of a record's field replaces its value.
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

    /// <summary>Returns a copy with another text. Id, annotations and origin are kept.</summary>
    /// <param name="text">The new text.</param>
    /// <returns>The copy.</returns>
    public Document WithText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new Document(this, null, text, Slots, Origin);
    }

    /// <summary>Returns a copy with another text in UTF-8. Id, annotations and origin are kept. Nothing is transcoded.</summary>
    /// <param name="utf8Text">The new text. It must be valid UTF-8. The memory is not copied and must not change.</param>
    /// <returns>The copy.</returns>
    /// <exception cref="ArgumentException">The text is not valid UTF-8. The message names the offset of the first invalid byte.</exception>
    public Document WithText(ReadOnlyMemory<byte> utf8Text)
    {
        RequireUtf8(utf8Text, nameof(utf8Text));
        return new Document(this, null, null, Slots, Origin, utf8Text);
    }

    /// <summary>Returns a copy with one annotation set. Use <see cref="Edit"/> to set several with one copy.</summary>
    /// <param name="key">The annotation.</param>
    /// <param name="value">The new value.</param>
    /// <returns>The copy.</returns>
    public Document With<T>(AnnotationKey<T> key, T value) =>
        new(this, null, null, AnnotationSlot.Merge(Slots, [new AnnotationSlot(key.Name, AnnotationKey<T>.Wrap(value))]), Origin);

    /// <summary>Returns an editor, which makes any number of changes with one copy.</summary>
    public DocumentEditor Edit() => new(this);

    /// <summary>Formats the id and the length of the text, for logs and the debugger.</summary>
    public override string ToString() => $"{Id} ({utf8Text.Length} bytes)";

    internal static void RequireUtf8(ReadOnlyMemory<byte> utf8Text, string parameter)
    {
        if (!Utf8.IsValid(utf8Text.Span)) throw new ArgumentException($"The text has {FaultText.InvalidUtf8(utf8Text.Span)}.", parameter);
    }

    /// <summary>Stores a computed view, unless another thread was first; then that thread's view is returned.</summary>
    private static T Publish<T>(ref T? field, T value)
        where T : class => Interlocked.CompareExchange(ref field, value, null) ?? value;

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

    private sealed class SplitWords(WordSplitter splitter, TextWords words)
    {
        public WordSplitter Splitter => splitter;

        public TextWords Words => words;
    }
}
