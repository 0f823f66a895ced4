using System.Collections;
using System.Text;
using System.Text.Unicode;

namespace DataCuration;

/// <summary>The header fields of a crawl record or of an HTTP message, in order. A name can occur several times; names are case-insensitive.</summary>
public sealed class WarcHeaders : IReadOnlyList<KeyValuePair<string, string>>
{
    private static readonly string[] Known =
    [
        "WARC-Type", "WARC-Record-ID", "WARC-Date", "WARC-Target-URI", "WARC-IP-Address", "WARC-Warcinfo-ID", "WARC-Concurrent-To", "WARC-Block-Digest",
        "WARC-Payload-Digest", "WARC-Identified-Payload-Type", "WARC-Truncated", "Content-Type", "Content-Length", "Content-Encoding",
        "Transfer-Encoding", "Date", "Server",
        "Last-Modified", "Connection", "Vary", "Cache-Control", "ETag", "Expires",
    ];

    private readonly List<KeyValuePair<string, string>> fields = [];

    // The value of the last field while continuation lines follow. It is joined once, so that a header of only continuation lines costs linear work.
    private StringBuilder? folded;

    internal WarcHeaders()
    {
    }

    /// <summary>Creates headers.</summary>
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

    /// <summary>The first value of a name, or null.</summary>
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

    /// <summary>
    /// Adds a line. A line that starts with white space continues the previous field; a line without a colon is ignored. Call <see cref="EndLines"/> after
    /// the last line.
    /// </summary>
    /// <param name="line">The line without its line end.</param>
    /// <returns>False if the line was not a field.</returns>
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

    /// <summary>Completes the value of the last field.</summary>
    internal WarcHeaders EndLines()
    {
        if (folded is null) return this;
        fields[^1] = new(fields[^1].Key, folded.ToString());
        folded = null;
        return this;
    }

    /// <summary>Decodes a text as UTF-8 or, if it is not valid, as Latin-1, in which every byte is a character.</summary>
    internal static string Decode(ReadOnlySpan<byte> bytes) => Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : Encoding.Latin1.GetString(bytes);

    private static string Name(ReadOnlySpan<byte> bytes)
    {
        // The same few names occur in every record.
        foreach (string known in Known)
            if (known.Length == bytes.Length && Ascii.Equals(bytes, known)) return known;
        return Decode(bytes);
    }
}
