using System.IO.Enumeration;

namespace DataCuration;

/// <summary>
/// An input pattern: a fixed root and, below it, segments with <c>*</c>, <c>?</c> and <c>**</c>. As in shells, wildcards do not match names that start with a
/// dot (hidden and temporary files). <c>**</c> does not follow symbolic links to folders, because they can form cycles.
/// </summary>
internal sealed class FilePattern
{
    private readonly IFileStore files;
    private readonly string[] segments;

    public FilePattern(IFileStore files, string pattern)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(pattern);
        // The store would name only the part before the first wildcard.
        if (files is LocalFileStore) Addresses.Refuse(pattern);
        this.files = files;
        Text = pattern;
        string normal = Path.DirectorySeparatorChar == '\\' ? pattern.Replace('\\', '/') : pattern;
        int wild = normal.AsSpan().IndexOfAny('*', '?');
        int slash = wild < 0 ? normal.LastIndexOf('/') : normal.AsSpan(0, wild).LastIndexOf('/');
        string fixedPart = slash < 0 ? "." : normal[..(slash + 1)];
        Root = Path.TrimEndingDirectorySeparator(files.GetFullPath(fixedPart));
        IsLiteral = wild < 0;
        segments = normal[(slash + 1)..].Split('/', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>The pattern as the user wrote it.</summary>
    public string Text { get; }

    /// <summary>The folder that displayed paths are relative to.</summary>
    public string Root { get; }

    /// <summary>The part of the pattern below <see cref="Root"/>, divided at its slashes.</summary>
    public IReadOnlyList<string> Segments => segments;

    /// <summary>True if the pattern has no wildcards.</summary>
    public bool IsLiteral { get; }

    /// <summary>Returns the full paths of the matching files, in ordinal order of their paths below the root (with forward slashes).</summary>
    public List<string> Expand()
    {
        string literal = segments.Length == 0 ? Root : Path.Combine(Root, segments[0]);
        if (IsLiteral && files.FolderExists(literal))
            throw new ArgumentException($"'{Text}' is a folder: name its files, for instance '{Text.TrimEnd('/')}/**' for all of them.");
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (IsLiteral)
        {
            if (files.FileExists(literal)) found[segments[0]] = literal;
        }
        else if (files.FolderExists(Root))
        {
            Collect(Root, 0, found);
        }
        if (found.Count == 0) throw new FileNotFoundException($"No file matches '{Text}' (looked in '{Root}'). {PatternHints.Explain(files, this)}", Text);
        return [.. found.Values];
    }

    private void Collect(string folder, int depth, SortedDictionary<string, string> found)
    {
        string segment = segments[depth];
        bool isLast = depth == segments.Length - 1;
        if (segment == "**")
        {
            if (!isLast) Collect(folder, depth + 1, found);
            foreach (FileStoreEntry entry in files.List(folder))
            {
                if (Path.GetFileName(entry.Path.AsSpan())[0] == '.') continue;
                if (entry.IsFolder) { if (!entry.IsLink) Collect(entry.Path, depth, found); }
                else if (isLast) found.TryAdd(SourceFiles.Relative(Root, entry.Path), entry.Path);
            }
            return;
        }
        foreach (FileStoreEntry entry in files.List(folder))
        {
            string name = Path.GetFileName(entry.Path);
            if (name[0] == '.' && segment[0] != '.') continue;
            if (!FileSystemName.MatchesSimpleExpression(segment, name, ignoreCase: false)) continue;
            if (entry.IsFolder) { if (!isLast) Collect(entry.Path, depth + 1, found); }
            else if (isLast) found.TryAdd(SourceFiles.Relative(Root, entry.Path), entry.Path);
        }
    }
}
