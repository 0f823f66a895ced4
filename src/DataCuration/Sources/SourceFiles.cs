using System.Buffers.Binary;
using System.Collections.Immutable;
using System.IO.Hashing;

namespace DataCuration;

/// <summary>
/// Finds input files and divides them into shards. A file's fingerprint is the XxHash128 of its length, its first 64 KiB and its last 64 KiB. It does not
/// depend on the modification time or on the folder of the project, and it needs two reads whatever the file's size. An edit inside a large file that keeps
/// the length is not detected.
/// </summary>
public static class SourceFiles
{
    private const int EdgeBytes = 64 * 1024;

    /// <summary>The number of files that a message about content names.</summary>
    private const int MaxNamed = 3;

    /// <summary>
    /// Expands patterns into files. <c>*</c> and <c>?</c> match within a path segment, <c>**</c> matches any number of folders. Names that start with a dot
    /// are only matched by a segment that starts with a dot. The files are in ordinal order of their displayed paths (<see cref="FileOrder.Sorted"/>). A file
    /// that several patterns match is listed once. Paths are displayed relative to the fixed part of their pattern; of several patterns, the shortest fixed
    /// part counts. If two files would have the same displayed path, all paths are relative to the folder that the patterns have in common.
    /// </summary>
    /// <param name="patterns">Files and patterns; at least one.</param>
    /// <returns>The files.</returns>
    /// <exception cref="ArgumentException">The list is empty, a pattern is empty, or a pattern names a folder.</exception>
    /// <exception cref="FileNotFoundException">A pattern matches no file.</exception>
    public static IReadOnlyList<SourceFile> Find(params ReadOnlySpan<string> patterns) => Find(LocalFileStore.Instance, patterns);

    /// <summary>Expands patterns into files of a store, as <see cref="Find(ReadOnlySpan{string})"/> does for local files.</summary>
    /// <param name="files">The store.</param>
    /// <param name="patterns">Files and patterns; at least one.</param>
    /// <returns>The files.</returns>
    /// <exception cref="ArgumentException">The list is empty, a pattern is empty, or a pattern names a folder.</exception>
    /// <exception cref="FileNotFoundException">A pattern matches no file.</exception>
    public static IReadOnlyList<SourceFile> Find(IFileStore files, params ReadOnlySpan<string> patterns) => Find(files, FileOrder.Sorted, patterns);

    /// <summary>Expands patterns into files of a store, in a given order.</summary>
    /// <param name="files">The store.</param>
    /// <param name="order">
    /// The order of the files. With <see cref="FileOrder.Listed"/>, a file that several patterns match is in the place of the first one, and its path is
    /// displayed relative to the fixed part of the first one.
    /// </param>
    /// <param name="patterns">Files and patterns; at least one.</param>
    /// <returns>The files.</returns>
    /// <exception cref="ArgumentException">The list is empty, a pattern is empty, or a pattern names a folder.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The order is unknown.</exception>
    /// <exception cref="FileNotFoundException">A pattern matches no file.</exception>
    public static IReadOnlyList<SourceFile> Find(IFileStore files, FileOrder order, params ReadOnlySpan<string> patterns)
    {
        ArgumentNullException.ThrowIfNull(files);
        if (!Enum.IsDefined(order)) throw new ArgumentOutOfRangeException(nameof(order), order, "Unknown order.");
        if (patterns.IsEmpty) throw new ArgumentException("Name at least one input file or pattern.", nameof(patterns));
        var listed = new List<(string Root, string FullPath)>();
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        var roots = new List<string>();
        foreach (string text in patterns)
        {
            var pattern = new FilePattern(files, text);
            roots.Add(pattern.Root);
            foreach (string file in pattern.Expand())
            {
                if (places.TryAdd(file, listed.Count)) listed.Add((pattern.Root, file));
                // The roots of a file are folders above it, so the shortest one is the same for any order of the patterns.
                else if (order == FileOrder.Sorted && pattern.Root.Length < listed[places[file]].Root.Length) listed[places[file]] = (pattern.Root, file);
            }
        }
        // Folders on two Windows drives have no common folder; then the first one is taken.
        if (order == FileOrder.Sorted) roots.Sort(StringComparer.Ordinal);
        var shown = new HashSet<string>(StringComparer.Ordinal);
        bool clash = false;
        foreach ((string root, string fullPath) in listed) clash |= !shown.Add(Relative(root, fullPath));
        string common = roots.Aggregate(CommonFolder);
        var paths = listed.ConvertAll(file => (Path: Relative(clash ? common : file.Root, file.FullPath), file.FullPath));
        if (order == FileOrder.Sorted) paths.Sort(static (left, right) => string.CompareOrdinal(left.Path, right.Path));
        return paths.ConvertAll(file => Describe(files, file.Path, file.FullPath));
    }

    /// <summary>Divides files into shards. The result depends only on the files and the options.</summary>
    /// <param name="files">The files, in the corpus's order.</param>
    /// <param name="isSplittable">Returns true if a file can be read from its middle.</param>
    /// <param name="options">The sizes.</param>
    /// <returns>The shards. Every byte of every file is in exactly one of them.</returns>
    public static IReadOnlyList<SourceShard> Plan(IReadOnlyList<SourceFile> files, Func<SourceFile, bool> isSplittable, ShardPlanOptions options)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(isSplittable);
        ArgumentNullException.ThrowIfNull(options);
        var shards = new List<SourceShard>();
        var small = ImmutableArray.CreateBuilder<SourceSegment>();
        long smallBytes = 0;
        foreach (SourceFile file in files)
        {
            if (file.Length > options.ShardBytes && isSplittable(file))
            {
                Flush();
                for (long start = 0; start < file.Length; start += options.ShardBytes)
                {
                    long end = Math.Min(file.Length, start + options.ShardBytes);
                    shards.Add(new([Segment(file, start, end)], end - start));
                }
                continue;
            }
            if (smallBytes + file.Length >= options.CoalesceBytes || small.Count >= options.CoalesceFiles) Flush();
            small.Add(Segment(file, 0, file.Length));
            smallBytes += file.Length;
        }
        Flush();
        return shards;

        void Flush()
        {
            if (small.Count > 0) shards.Add(new(small.DrainToImmutable(), smallBytes));
            smallBytes = 0;
        }
    }

    /// <summary>
    /// Checks by their first bytes that files can be of a format. Compressed files pass: their content is checked when it is read. Empty files pass too.
    /// </summary>
    /// <param name="files">The files, as <see cref="Find(ReadOnlySpan{string})"/> found them.</param>
    /// <param name="format">The format.</param>
    /// <exception cref="InvalidDataException">Files are of another format. The message names their kind and says what to do.</exception>
    public static void CheckContent(IReadOnlyList<SourceFile> files, SourceFormat format)
    {
        ArgumentNullException.ThrowIfNull(files);
        if (!Enum.IsDefined(format)) throw new ArgumentOutOfRangeException(nameof(format), format, "Unknown format.");
        string[] messages = [.. files.Select(file => ContentAdvice.Describe(file.Path, file.Kind, format)).OfType<string>()];
        if (messages.Length == 0) return;
        string more = messages.Length > MaxNamed ? FormattableString.Invariant($" So are {messages.Length - MaxNamed} more files.") : "";
        throw new InvalidDataException(string.Join(' ', messages.Take(MaxNamed)) + more);
    }

    /// <summary>Creates a segment of a file.</summary>
    internal static SourceSegment Segment(SourceFile file, long start, long end) => new()
    {
        Path = file.Path,
        FullPath = file.FullPath,
        Start = start,
        End = end,
        FileLength = file.Length,
        FileFingerprint = file.Fingerprint,
        Files = file.Files,
    };

    /// <summary>Returns a path relative to a folder, with forward slashes.</summary>
    internal static string Relative(string folder, string fullPath)
    {
        string relative = Path.GetRelativePath(folder, fullPath);
        return Path.DirectorySeparatorChar == '/' ? relative : relative.Replace(Path.DirectorySeparatorChar, '/');
    }

    private static SourceFile Describe(IFileStore files, string path, string fullPath)
    {
        using Stream stream = files.OpenRead(fullPath, FileReadPattern.Random);
        long length = stream.Length;
        var hash = new XxHash128();
        byte[] edge = new byte[(int)Math.Min(length, EdgeBytes)];
        Span<byte> lengthBytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(lengthBytes, length);
        hash.Append(lengthBytes);
        stream.ReadExactly(edge);
        hash.Append(edge);
        ContentKind kind = ContentKinds.Recognize(edge.AsSpan(0, Math.Min(edge.Length, ContentKinds.HeadBytes)));
        FileCompression compression = ContentKinds.CompressionOf(path, edge);
        stream.Position = length - edge.Length;
        stream.ReadExactly(edge);
        hash.Append(edge);
        return new()
        {
            Path = path,
            FullPath = fullPath,
            Length = length,
            Fingerprint = Convert.ToHexStringLower(hash.GetCurrentHash()),
            Compression = compression,
            Kind = kind,
            Files = files,
        };
    }

    private static string CommonFolder(string left, string right)
    {
        string folder = left;
        while (true)
        {
            string prefix = Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar;
            if (string.Equals(right, folder, StringComparison.Ordinal) || right.StartsWith(prefix, StringComparison.Ordinal)) return folder;
            // Two Windows drives have no common folder. Paths relative to the first root still distinguish the files.
            if (Path.GetDirectoryName(folder) is not { Length: > 0 } parent) return left;
            folder = parent;
        }
    }
}
