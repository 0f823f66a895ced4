using System.Globalization;

namespace DataCuration;

/// <summary>Writes a file that exists completely or not at all, even after a power failure.</summary>
internal static class AtomicFile
{
    /// <summary>A larger number of leftovers of killed processes has another cause.</summary>
    private const int MaxTries = 10_000;
    private static int names;

    /// <summary>
    /// Writes to a temporary file in the same folder and renames it. After a failure the temporary file is deleted; a killed process leaves it.
    /// </summary>
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

    /// <summary>As <see cref="Write"/>, for bytes that are in memory already.</summary>
    public static async Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        string full = Path.GetFullPath(path);
        FileStream stream = Create(full);
        try
        {
            await using (stream.ConfigureAwait(false))
            {
                await stream.WriteAsync(content, cancellationToken).ConfigureAwait(false);
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

    /// <summary>Creates a file with a name that no other writer of the same file uses.</summary>
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
                // The name is taken by a process on another machine, or is a leftover.
            }
        }
    }
}
