namespace DataCuration.IntegrationTests.DamagedWork;

/// <summary>Damages a file at random, as disks, copies and people do.</summary>
internal static class FileDamage
{
    private static readonly string[] Kinds = ["flip", "flip many", "truncate", "extend", "zero", "empty", "removed", "folder", "swap", "older"];

    /// <summary>Damages a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="others">Other files, to swap contents with.</param>
    /// <param name="random">The random numbers.</param>
    /// <returns>The kind of damage; null if the content is as it was.</returns>
    public static string? Apply(string path, IReadOnlyList<string> others, ref SeededRandom random)
    {
        string kind = Kinds[random.NextInt64(Kinds.Length)];
        if (kind is "removed" or "folder")
        {
            File.Delete(path);
            if (kind == "folder") Directory.CreateDirectory(path);
            return kind;
        }
        byte[] before = File.ReadAllBytes(path), after = [.. before];
        switch (kind)
        {
            case "flip" when before.Length > 0:
                after[random.NextInt64(after.Length)] ^= (byte)(1 << (int)random.NextInt64(8));
                break;
            case "flip many" when before.Length > 0:
                for (int i = 0; i < 200; i++) after[random.NextInt64(after.Length)] ^= 0x80;
                break;
            case "truncate" when before.Length > 0:
                after = after[..(int)random.NextInt64(after.Length)];
                break;
            case "extend":
                after = [.. after, .. before.Length > 0 ? before.AsSpan(0, Math.Min(before.Length, 1 + (int)random.NextInt64(64))) : [0]];
                break;
            case "zero" when before.Length > 0:
                int start = (int)random.NextInt64(after.Length);
                after.AsSpan(start, Math.Min(after.Length - start, 512)).Clear();
                break;
            case "empty":
                after = [];
                break;
            default:
                // A file of the same kind: its own neighbour where there is one.
                string[] alike = [.. others.Where(other => other != path && Path.GetExtension(other) == Path.GetExtension(path))
                    .OrderByDescending(other => Path.GetDirectoryName(other) == Path.GetDirectoryName(path))];
                if (alike.Length == 0) return null;
                string partner = alike[random.NextInt64(Math.Min(3, alike.Length))];
                after = File.ReadAllBytes(partner);
                if (kind == "swap") File.WriteAllBytes(partner, before);
                break;
        }
        if (after.AsSpan().SequenceEqual(before)) return null;
        File.WriteAllBytes(path, after);
        return kind;
    }
}
