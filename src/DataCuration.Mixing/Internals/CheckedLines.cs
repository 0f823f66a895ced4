using System.Globalization;
using System.IO.Hashing;
using System.Text;
using System.Text.Json;

namespace DataCuration.Mixing;

/// <summary>
/// A file of JSON objects, one a line, that only grows. Each line ends with a hash of itself and is on the disk before <see cref="Append"/> returns. A process
/// that is killed can cut the last line only; opening the file removes it. One process has the file open at a time. A file without a whole line is not changed,
/// unless it is the beginning of the first line that belongs there: it may be another file, given by mistake.
/// </summary>
internal sealed class CheckedLines : IDisposable
{
    private const string Opening = ",\"xxh3\":\"", Closing = "\"}";
    private const int HashDigits = 16;
    private static readonly int SealBytes = Opening.Length + HashDigits + Closing.Length;

    private readonly Lock gate = new();
    private readonly Stream stream;
    private bool isTorn;
    private long end;

    /// <summary>Continues a stream after its whole lines.</summary>
    internal CheckedLines(Stream stream) => (this.stream, end) = (stream, stream.Position);

    /// <summary>Opens or creates a file.</summary>
    /// <param name="path">The file's path.</param>
    /// <param name="header">Writes the members of the first line, which a new file gets.</param>
    /// <param name="lines">Receives the whole lines that the file had; empty for a new file.</param>
    /// <exception cref="InvalidDataException">
    /// A line before the last one is damaged, or the file has no whole line and is not the beginning of <paramref name="header"/>.
    /// </exception>
    /// <exception cref="IOException">Another process has the file open.</exception>
    public static CheckedLines Open(string path, Action<Utf8JsonWriter> header, out List<ReadOnlyMemory<byte>> lines)
    {
        string full = Path.GetFullPath(path);
        if (Path.GetDirectoryName(full) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
        // On Unix, only FileShare.None keeps a second writer out.
        var stream = new FileStream(full, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        try
        {
            if (stream.Length > Array.MaxLength) throw new InvalidDataException($"'{full}' has {stream.Length} bytes; {Array.MaxLength} can be read.");
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            lines = Parse(bytes, full, out int whole);
            if (lines.Count == 0 && !Seal(header).AsSpan().StartsWith(bytes))
                throw new InvalidDataException($"'{full}' does not begin with a whole line of such a file, and has other content. It is left as it is: choose "
                    + "another file, or delete this one to start anew.");
            stream.SetLength(whole);
            stream.Position = whole;
            var file = new CheckedLines(stream);
            if (lines.Count == 0) file.Append(header);
            return file;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Reads a file that is not written to.</summary>
    /// <param name="path">The file's path.</param>
    /// <exception cref="InvalidDataException">A line before the last one is damaged.</exception>
    public static List<ReadOnlyMemory<byte>> Read(string path) => Parse(File.ReadAllBytes(path), path, out _);

    /// <summary>Appends a line. Safe for concurrent use.</summary>
    /// <param name="write">Writes the members of the object, at least one.</param>
    public void Append(Action<Utf8JsonWriter> write)
    {
        byte[] line = Seal(write);
        lock (gate)
        {
            if (isTorn) Cut();
            try
            {
                stream.Write(line);
                if (stream is FileStream file) file.Flush(flushToDisk: true);
                else stream.Flush();
            }
            catch (IOException)
            {
                isTorn = true; // a full disk may have written half a line
                TryCut();
                throw;
            }
            end = stream.Position;
        }
    }

    public void Dispose() => stream.Dispose();

    private void Cut()
    {
        stream.SetLength(end);
        stream.Position = end;
        isTorn = false;
    }

    private void TryCut()
    {
        try
        {
            Cut();
        }
        catch (IOException)
        {
            // The next append or the next opening removes it.
        }
    }

    /// <summary>Returns a line with its hash and line end.</summary>
    internal static byte[] Seal(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }
        ReadOnlySpan<byte> body = buffer.GetBuffer().AsSpan(0, (int)buffer.Length - 1);
        return [.. body, .. Encoding.ASCII.GetBytes($"{Opening}{HashOf(body)}{Closing}\n")];
    }

    private static string HashOf(ReadOnlySpan<byte> body) => XxHash3.HashToUInt64(body).ToString("x16", CultureInfo.InvariantCulture);

    private static List<ReadOnlyMemory<byte>> Parse(byte[] bytes, string path, out int whole)
    {
        var lines = new List<ReadOnlyMemory<byte>>();
        whole = 0;
        while (whole < bytes.Length)
        {
            int length = bytes.AsSpan(whole).IndexOf((byte)'\n');
            if (length < 0) return lines; // cut
            if (!IsWhole(bytes.AsSpan(whole, length)))
            {
                if (whole + length + 1 == bytes.Length) return lines;
                throw new InvalidDataException($"Line {lines.Count + 1} of '{path}' is damaged. Restore the file, or delete it to start anew.");
            }
            lines.Add(bytes.AsMemory(whole, length));
            whole += length + 1;
        }
        return lines;
    }

    private static bool IsWhole(ReadOnlySpan<byte> line) => line.Length > SealBytes
        && line[^SealBytes..].SequenceEqual(Encoding.ASCII.GetBytes($"{Opening}{HashOf(line[..^SealBytes])}{Closing}"));
}
