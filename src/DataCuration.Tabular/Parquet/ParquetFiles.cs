using Parquet;

namespace DataCuration.Tabular;

/// <summary>Opens Parquet files, and converts Parquet.Net's exceptions to one that names the file.</summary>
internal static class ParquetFiles
{
    public static Task<ParquetReader> OpenAsync(IFileStore files, string fullPath, string path, CancellationToken cancellationToken) =>
        GuardAsync(
            path,
            async () =>
            {
                // Parquet.Net reads headers in small pieces.
                var file = new BufferedStream(files.OpenRead(fullPath, FileReadPattern.Random), 4096);
                try
                {
                    // Bytes stay bytes: the use of a column decides if they are text.
                    return await ParquetReader.CreateAsync(file, new ParquetOptions { TreatByteArrayAsString = false }, leaveStreamOpen: false,
                        cancellationToken).ConfigureAwait(false);
                }
                catch
                {
                    await file.DisposeAsync().ConfigureAwait(false);
                    throw;
                }
            });

    /// <summary>Converts the exceptions that damaged files cause, which may be of any type, to <see cref="InvalidDataException"/>.</summary>
    public static async Task<T> GuardAsync<T>(string path, Func<Task<T>> read)
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception
            is not (OperationCanceledException or OutOfMemoryException or FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException))
        {
            throw new InvalidDataException($"'{path}' cannot be read as Parquet: {exception.Message}", exception);
        }
    }
}
