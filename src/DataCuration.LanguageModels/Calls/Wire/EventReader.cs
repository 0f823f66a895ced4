using System.Runtime.CompilerServices;
using System.Text;

namespace DataCuration.LanguageModels;

/// <summary>
/// Reads server-sent events (WHATWG HTML, section 9.2.6) with LF, CR LF or CR, comments, and data of several lines. It also takes JSON lines without
/// <c>data:</c>, events without an empty line between them, and a last event without an empty line after it.
/// </summary>
/// <param name="stream">The body, after decompression.</param>
/// <param name="start">Bytes of the body that were already read.</param>
/// <param name="maxBytes">The largest body.</param>
internal sealed class EventReader(Stream stream, ReadOnlyMemory<byte> start, long maxBytes)
{
    private readonly Decoder decoder = Encoding.UTF8.GetDecoder();
    private readonly byte[] bytes = new byte[16 << 10];
    private readonly char[] chars = new char[(16 << 10) + 1];
    private readonly StringBuilder line = new();
    private readonly List<string> data = [];
    private string name = "";
    private bool isAfterReturn;
    private bool isFirst = true;

    /// <exception cref="ResponseTooLargeException">The body is larger than the limit.</exception>
    public async IAsyncEnumerable<ServerEvent> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long read = start.Length;
        for (int offset = 0; offset < start.Length; offset += bytes.Length)
        {
            foreach (ServerEvent one in Take(start.Span[offset..Math.Min(start.Length, offset + bytes.Length)])) yield return one;
        }
        while (true)
        {
            int count = await stream.ReadAsync(bytes, cancellationToken).ConfigureAwait(false);
            if (count == 0) break;
            read += count;
            if (read > maxBytes) throw new ResponseTooLargeException(maxBytes);
            foreach (ServerEvent one in Take(bytes.AsSpan(0, count))) yield return one;
        }
        foreach (ServerEvent one in EndLine()) yield return one;
        foreach (ServerEvent one in Dispatch()) yield return one;
    }

    private List<ServerEvent> Take(ReadOnlySpan<byte> received)
    {
        var events = new List<ServerEvent>();
        int count = decoder.GetChars(received, chars, flush: false);
        foreach (char c in chars.AsSpan(0, count))
        {
            bool isSecondOfPair = isAfterReturn && c == '\n';
            isAfterReturn = c == '\r';
            if (isSecondOfPair || (isFirst && c == '\uFEFF')) continue;
            isFirst = false;
            if (c is '\r' or '\n') events.AddRange(EndLine());
            else line.Append(c);
        }
        return events;
    }

    private IEnumerable<ServerEvent> EndLine()
    {
        string text = line.ToString();
        line.Clear();
        if (text.Length == 0) return Dispatch();
        if (text[0] == ':') return [];
        if (text.TrimStart() is ['{', ..] json)
        {
            List<ServerEvent> before = [.. Dispatch(), new(name, json)];
            return before;
        }
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        ReadOnlySpan<char> field = colon < 0 ? text : text.AsSpan(0, colon);
        string value = colon < 0 ? "" : text.AsSpan(colon + 1) is [' ', ..] ? text[(colon + 2)..] : text[(colon + 1)..];
        field = field.Trim();
        // A relay may put the field's name in front of a line that has it.
        while (value.AsSpan().TrimStart() is var inner && inner.StartsWith("data:", StringComparison.Ordinal)) value = inner[5..].TrimStart().ToString();
        if (field.Equals("data", StringComparison.OrdinalIgnoreCase)) data.Add(value);
        else if (field.Equals("event", StringComparison.OrdinalIgnoreCase)) name = value.Trim();
        return [];
    }

    private IEnumerable<ServerEvent> Dispatch()
    {
        string eventName = name;
        string[] lines = [.. data];
        data.Clear();
        name = "";
        if (lines.Length == 0 || Array.TrueForAll(lines, string.IsNullOrWhiteSpace)) return [];
        // Lines that are complete one by one are events whose empty lines were left out.
        if (lines.Length > 1 && Array.TrueForAll(lines, one => new ServerEvent("", one).IsDone || WireJson.TryParse(one, out _)))
            return lines.Select(one => new ServerEvent(eventName, one));
        return [new(eventName, string.Join('\n', lines))];
    }
}
