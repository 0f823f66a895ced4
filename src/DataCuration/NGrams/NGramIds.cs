using System.Runtime.InteropServices;

namespace DataCuration;

/// <summary>The ids that <see cref="NGramSink"/> wrote: 32-bit numbers, shard by shard, with the end of a sentence after each sentence.</summary>
internal static class NGramIds
{
    /// <summary>The name of a shard's file.</summary>
    public static string FileName(int shard) => $"{ShardOutput.NameOf(shard)}.ids";

    /// <summary>Returns the number of ids in all shards.</summary>
    public static long Count(PhaseFiles files)
    {
        long bytes = 0;
        for (int shard = 0; shard < files.TaskCount; shard++)
            if (files.Find(shard, FileName(shard)) is { } path) bytes += files.Files.GetLength(path) ?? 0;
        return bytes / sizeof(int);
    }

    /// <summary>Reads the ids of a shard in pieces.</summary>
    /// <param name="files">The files of the phase.</param>
    /// <param name="shard">The shard.</param>
    /// <param name="receive">Receives each piece.</param>
    /// <param name="cancellationToken">Stops between pieces.</param>
    public static void Read(PhaseFiles files, int shard, ReceiveIds receive, CancellationToken cancellationToken)
    {
        if (files.Find(shard, FileName(shard)) is not { } path) return;
        var buffer = new byte[1 << 18];
        using Stream stream = files.Files.OpenRead(path, FileReadPattern.Sequential);
        for (int read; (read = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false)) > 0;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (read % sizeof(int) != 0) throw new InvalidDataException($"'{path}' has no whole number of ids.");
            receive(MemoryMarshal.Cast<byte, int>(buffer.AsSpan(0, read)));
        }
    }

    /// <summary>Receives ids.</summary>
    internal delegate void ReceiveIds(ReadOnlySpan<int> ids);
}
