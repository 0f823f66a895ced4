using System.Globalization;

namespace DataCuration;

/// <summary>A file that is there whole or not at all, also after a power failure.</summary>
internal static class AtomicFile
{
    /// <summary>More leftovers of killed processes than this are another trouble.</summary>
    private const int MaxTries = 10_000;
    private static int names;

    /// <summary>Writes a file of its own beside the wanted one and moves it in its place; after a failure it is removed. That of a process that was killed stays.</summary>
    public static void Write(string path, Action<Stream> write)
    {
        string full = Path.GetFullPath(path);
        FileStream stream = Create(full);
        try
        {
            using (stream)
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(stream.Name, full, overwrite: true);
        }
        catch
        {
            File.Delete(stream.Name);
            throw;
        }
    }

    /// <summary>A new file, whose name nobody else has: neither another writer of the same file nor the user.</summary>
    private static FileStream Create(string full)
    {
        for (int tries = 1; ; tries++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"{full}.{Environment.ProcessId}-{Interlocked.Increment(ref names)}.tmp");
            try
            {
                return new FileStream(name, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 16);
            }
            catch (IOException) when (tries < MaxTries && File.Exists(name))
            {
                // Another machine's, or a leftover.
            }
        }
    }
}
