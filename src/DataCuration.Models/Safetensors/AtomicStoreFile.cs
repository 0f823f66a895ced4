using System.Globalization;

namespace DataCuration.Models;

/// <summary>Writes files to a store so that each appears complete or not at all.</summary>
internal static class AtomicStoreFile
{
    private static int names;

    /// <summary>Writes a file under a temporary name, makes it durable and moves it. After a failure the temporary file is deleted.</summary>
    public static void Write(IFileStore files, string path, Action<Stream> write)
    {
        string full = files.GetFullPath(path);
        string temporary = TemporaryName(full);
        try
        {
            using (Stream stream = files.Create(temporary))
            {
                write(stream);
                files.Complete(stream);
            }
            files.Move(temporary, full, overwrite: true);
        }
        catch
        {
            files.Delete(temporary);
            throw;
        }
    }

    /// <summary>Writes a small file.</summary>
    public static void Write(IFileStore files, string path, ReadOnlySpan<byte> content)
    {
        string full = files.GetFullPath(path);
        files.WriteAtomically(full, content, TemporaryName(full));
    }

    // No other writer, in this process or another one of this machine, uses the name.
    private static string TemporaryName(string full) =>
        string.Create(CultureInfo.InvariantCulture, $"{full}.{Environment.ProcessId}-{Interlocked.Increment(ref names)}.tmp");
}
