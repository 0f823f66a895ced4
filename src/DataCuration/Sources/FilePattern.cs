using System.IO.Enumeration;

namespace DataCuration;

/// <summary>
/// An input pattern: a fixed root and, below it, segments with <c>*</c>, <c>?</c> and <c>**</c>. As in shells, wildcards do not match names that start with a
/// dot (hidden and temporary files). <c>**</c> does not follow symbolic links to folders, because they can form cycles.
/// </summary>
internal sealed class FilePattern
{
    private readonly string[] segments;

    public FilePattern(string pattern)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(pattern);
        Text = pattern;
        string normal = Path.DirectorySeparatorChar == '\\' ? pattern.Replace('\\', '/') : pattern;
        int wild = normal.AsSpan().IndexOfAny('*', '?');
        int slash = wild < 0 ? normal.LastIndexOf('/') : normal.AsSpan(0, wild).LastIndexOf('/');
        string fixedPart = slash < 0 ? "." : normal[..(slash + 1)];
        Root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(fixedPart));
        IsLiteral = wild < 0;
        segments = normal[(slash + 1)..].Split('/', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>The pattern as the user wrote it.</summary>
    public string Text { get; }

    /// <summary>The folder that displayed paths are relative to.</summary>
    public string Root { get; }

    /// <summary>True if the pattern has no wildcards.</summary>
    public bool IsLiteral { get; }

    /// <summary>Returns the full paths of the matching files, in ordinal order of their paths below the root (with forward slashes).</summary>
    public List<string> Expand()
    {
        string literal = segments.Length == 0 ? Root : Path.Combine(Root, segments[0]);
        if (IsLiteral && Directory.Exists(literal))
            throw new ArgumentException($"'{Text}' is a folder: name its files, for instance '{Text.TrimEnd('/')}/**' for all of them.");
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (IsLiteral)
        {
            if (File.Exists(literal)) found[segments[0]] = literal;
        }
        else if (Directory.Exists(Root))
        {
            Collect(Root, 0, found);
        }
        if (found.Count == 0) throw new FileNotFoundException($"No file matches '{Text}' (looked in '{Root}').", Text);
        return [.. found.Values];
    }

    private void Collect(string folder, int depth, SortedDictionary<string, string> found)
    {
        string segment = segments[depth];
        bool isLast = depth == segments.Length - 1;
        if (segment == "**")
        {
            if (!isLast) Collect(folder, depth + 1, found);
            foreach (FileSystemInfo entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
            {
                if (entry.Name[0] == '.') continue;
                if (entry is DirectoryInfo) { if (entry.LinkTarget is null) Collect(entry.FullName, depth, found); }
                else if (isLast) found.TryAdd(SourceFiles.Relative(Root, entry.FullName), entry.FullName);
            }
            return;
        }
        foreach (FileSystemInfo entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
        {
            if (entry.Name[0] == '.' && segment[0] != '.') continue;
            if (!FileSystemName.MatchesSimpleExpression(segment, entry.Name, ignoreCase: false)) continue;
            if (entry is DirectoryInfo) { if (!isLast) Collect(entry.FullName, depth + 1, found); }
            else if (isLast) found.TryAdd(SourceFiles.Relative(Root, entry.FullName), entry.FullName);
        }
    }
}
