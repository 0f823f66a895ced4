using System.IO.Compression;
using System.IO.Hashing;
using System.Text;

namespace DataCuration.Filters;

/// <summary>
/// A list of words, phrases, domains or patterns from a file with one entry a line, plain or in gzip: block lists, stop words, top-level domains. The library
/// contains none of the peers' lists. Immutable and thread-safe.
/// </summary>
/// <remarks>Empty lines are left out. Comments and white space are the business of the stage that reads the list, because the peers differ.</remarks>
public sealed class TermList : IArtifact
{
    private readonly string[] entries;

    private TermList(IEnumerable<string> lines, string name)
    {
        entries = [.. lines.Where(line => line.Length > 0)];
        Name = name;
        var hash = new XxHash128();
        foreach (string entry in entries)
        {
            hash.Append(Encoding.UTF8.GetBytes(entry));
            hash.Append("\n"u8);
        }
        Fingerprint = Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    /// <summary>The entries in the order of the file.</summary>
    public IReadOnlyList<string> Entries => Array.AsReadOnly(entries);

    /// <summary>The file, for messages.</summary>
    public string Name { get; }

    /// <inheritdoc/>
    public string Fingerprint { get; }

    /// <summary>Reads a list from a file in UTF-8.</summary>
    /// <param name="path">The file. If its name ends with <c>.gz</c>, it is unpacked.</param>
    /// <param name="files">The store of the file. Default: null, for the local file system.</param>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="InvalidDataException">The file is not valid UTF-8 or not valid gzip.</exception>
    public static TermList Load(string path, IFileStore? files = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        files ??= LocalFileStore.Instance;
        string full = files.GetFullPath(path);
        if (!files.FileExists(full)) throw new FileNotFoundException($"There is no list at {full}. Give a file with one entry a line.", full);
        using Stream raw = files.OpenRead(full, FileReadPattern.Sequential);
        using Stream stream = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(raw, CompressionMode.Decompress) : raw;
        using var content = new MemoryStream();
        stream.CopyTo(content);
        ReadOnlySpan<byte> bytes = content.GetBuffer().AsSpan(0, (int)content.Length);
        if (bytes.StartsWith("\uFEFF"u8)) bytes = bytes[3..];
        if (!System.Text.Unicode.Utf8.IsValid(bytes)) throw new InvalidDataException($"{full}: a list must be text in UTF-8.");
        return new(SplitLines(Encoding.UTF8.GetString(bytes)), full);
    }

    /// <summary>Makes a list of entries.</summary>
    /// <param name="entries">The entries, none of them with a line feed.</param>
    /// <param name="name">The name for messages. Default: <c>list</c>.</param>
    /// <exception cref="ArgumentException">An entry has a line feed.</exception>
    public static TermList Of(IEnumerable<string> entries, string name = "list")
    {
        ArgumentNullException.ThrowIfNull(entries);
        string[] all = [.. entries];
        if (Array.Find(all, entry => entry.Contains('\n')) is { } bad) throw new ArgumentException($"Entry '{bad}' has a line feed.", nameof(entries));
        return new(all, name);
    }

    /// <summary>Requires a list with entries for a stage that cannot work without. The exception fails the shard: it is no fault of a document.</summary>
    internal static TermList Require(TermList? list, string stage, string property, string what)
    {
        if (list is null)
        {
            throw new RunStoppedException(
                $"{stage} needs {what}: set {property} to {nameof(TermList)}.{nameof(Load)}(\"FILE\"). The library contains no lists.");
        }
        // A list without entries is a download that failed, and a filter that does nothing.
        return list.Entries.Count > 0 ? list : throw new RunStoppedException($"{stage} needs {what}: '{list.Name}' in {property} has no entry.");
    }

    private static IEnumerable<string> SplitLines(string text)
    {
        for (int at = 0; at < text.Length;)
        {
            int feed = text.IndexOf('\n', at);
            int end = feed < 0 ? text.Length : feed;
            yield return text[at..(end > at && text[end - 1] == '\r' ? end - 1 : end)];
            at = end + 1;
        }
    }
}
