namespace DataCuration;

/// <summary>Explains why a pattern matches no file: what exists instead.</summary>
internal static class PatternHints
{
    private const int MaxNames = 5;

    /// <summary>Returns a hint, as one or more sentences.</summary>
    public static string Explain(IFileStore files, FilePattern pattern)
    {
        var hints = new List<string>();
        if (pattern.Text.StartsWith('~')) hints.Add("A leading '~' is not expanded: write the path of the home folder.");
        if (pattern.Text.Contains('$', StringComparison.Ordinal)) hints.Add("Variables such as $HOME are not expanded: write their value.");
        if (pattern.Text.AsSpan().ContainsAny('{', '[')) hints.Add("Only *, ? and ** are wildcards: give several patterns instead of {} or [].");
        try
        {
            hints.Add(files.FolderExists(pattern.Root) ? ExplainFolder(files, pattern) : ExplainMissingFolder(files, pattern.Root));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            hints.Add($"The folder cannot be listed: {exception.Message}");
        }
        return string.Join(' ', hints);
    }

    private static string ExplainMissingFolder(IFileStore files, string folder)
    {
        string? parent = Path.GetDirectoryName(folder);
        while (!string.IsNullOrEmpty(parent) && !files.FolderExists(parent)) parent = Path.GetDirectoryName(parent);
        if (string.IsNullOrEmpty(parent)) return "The folder does not exist.";
        string missing = SourceFiles.Relative(parent, folder).Split('/')[0];
        string[] folders = [.. Names(files, parent, isFolder: true)];
        string? similar = folders.FirstOrDefault(name => string.Equals(name, missing, StringComparison.OrdinalIgnoreCase));
        return similar is not null ? $"The folder does not exist; '{parent}' has '{similar}', which differs in case."
            : $"The folder does not exist; '{parent}' {Describe(folders, "folders")}.";
    }

    private static string ExplainFolder(IFileStore files, FilePattern pattern)
    {
        string[] names = [.. Names(files, pattern.Root, isFolder: false)];
        string wanted = pattern.Segments.Count == 1 ? pattern.Segments[0] : "";
        string? similar = pattern.IsLiteral ? names.FirstOrDefault(name => string.Equals(name, wanted, StringComparison.OrdinalIgnoreCase)) : null;
        if (similar is not null) return $"The folder has '{similar}', which differs in case.";
        string found = $"The folder {Describe(names, "files")}";
        return names.Length > 0 || pattern.Segments.Contains("**") ? found + "."
            : $"{found} and {Describe(Names(files, pattern.Root, isFolder: true).ToArray(), "folders")}: '**' in a pattern matches folders of any depth.";
    }

    private static IEnumerable<string> Names(IFileStore files, string folder, bool isFolder) => files.List(folder)
        .Where(entry => entry.IsFolder == isFolder).Select(entry => Path.GetFileName(entry.Path)).Where(name => name.Length > 0 && name[0] != '.')
        .Order(StringComparer.Ordinal);

    private static string Describe(string[] names, string what)
    {
        if (names.Length == 0) return $"has no {what}";
        string list = string.Join(", ", names.Take(MaxNames).Select(name => $"'{name}'"));
        return names.Length <= MaxNames ? $"has the {what} {list}" : FormattableString.Invariant($"has {names.Length} {what}, such as {list}");
    }
}
