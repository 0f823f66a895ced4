using System.Collections;
using System.Text;
using System.Text.Unicode;

namespace DataCuration;

/// <summary>Header fields of a crawl record or of an HTTP message, in their order. A name may stand several times; names are compared without regard to case.</summary>
public sealed class WarcHeaders : IReadOnlyList<KeyValuePair<string, string>>
{
    private static readonly string[] Known =
    [
        "WARC-Type", "WARC-Record-ID", "WARC-Date", "WARC-Target-URI", "WARC-IP-Address", "WARC-Warcinfo-ID", "WARC-Concurrent-To", "WARC-Block-Digest",
        "WARC-Payload-Digest", "WARC-Identified-Payload-Type", "WARC-Truncated", "Content-Type", "Content-Length", "Content-Encoding", "Transfer-Encoding", "Date", "Server",
        "Last-Modified", "Connection", "Vary", "Cache-Control", "ETag", "Expires",
    ];

    private readonly List<KeyValuePair<string, string>> fields = [];

    // The last field's value while lines go on with it: joined once, so that a header of nothing but such lines is linear work.
    private StringBuilder? folded;

    internal WarcHeaders()
    {
    }

    /// <summary>Makes headers.</summary>
    /// <param name="fields">Names and values.</param>
    public WarcHeaders(IEnumerable<KeyValuePair<string, string>> fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        this.fields = [.. fields];
    }

    /// <inheritdoc/>
    public int Count => fields.Count;

    /// <inheritdoc/>
    public KeyValuePair<string, string> this[int index] => fields[index];

    /// <summary>The first value of a name; null if there is none.</summary>
    /// <param name="name">The name, in any case.</param>
    public string? this[string name]
    {
        get
        {
            foreach ((string key, string value) in fields)
                if (key.Equals(name, StringComparison.OrdinalIgnoreCase)) return value;
            return null;
        }
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => fields.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Adds a field.</summary>
    internal void Add(string name, string value) => fields.Add(new(name, value));

    /// <summary>Adds a line; one that begins with white space goes on with the field before, one without a colon is passed over. After the last line comes <see cref="EndLines"/>.</summary>
    /// <param name="line">The line without its end.</param>
    /// <returns>False if the line was no field.</returns>
    internal bool AddLine(ReadOnlySpan<byte> line)
    {
        if (line[0] is (byte)' ' or (byte)'\t' && fields.Count > 0)
        {
            folded ??= new StringBuilder(fields[^1].Value.Trim());
            string part = Decode(line.Trim(" \t"u8)).Trim();
            if (part.Length > 0) folded.Append(folded.Length > 0 ? " " : "").Append(part);
            return true;
        }
        EndLines();
        int colon = line.IndexOf((byte)':');
        if (colon <= 0) return false;
        fields.Add(new(Name(line[..colon].Trim(" \t"u8)), Decode(line[(colon + 1)..].Trim(" \t"u8))));
        return true;
    }

    /// <summary>Ends the lines: the last field has its whole value from here on.</summary>
    internal WarcHeaders EndLines()
    {
        if (folded is null) return this;
        fields[^1] = new(fields[^1].Key, folded.ToString());
        folded = null;
        return this;
    }

    /// <summary>A text in UTF-8, or, where it is not that, in Latin-1, in which every byte is a character.</summary>
    internal static string Decode(ReadOnlySpan<byte> bytes) => Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : Encoding.Latin1.GetString(bytes);

    private static string Name(ReadOnlySpan<byte> bytes)
    {
        // The same few names stand in every record.
        foreach (string known in Known)
            if (known.Length == bytes.Length && Ascii.Equals(bytes, known)) return known;
        return Decode(bytes);
    }
}
