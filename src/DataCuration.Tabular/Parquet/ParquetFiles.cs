using Parquet;

namespace DataCuration.Tabular;

/// <summary>Opens Parquet files, and gives the library's many exceptions one shape with the file's name.</summary>
internal static class ParquetFiles
{
    public static Task<ParquetReader> OpenAsync(string fullPath, string path, CancellationToken cancellationToken) =>
        GuardAsync(
            path,
            async () =>
            {
                var file = new FileStream(fullPath, FileMode.Open, FileAccess.Read, FileShare.Read);
                try
                {
                    // Bytes stay bytes: whether they are text is for the column that they are wanted for to say.
                    return await ParquetReader.CreateAsync(file, new ParquetOptions { TreatByteArrayAsString = false }, leaveStreamOpen: false, cancellationToken).ConfigureAwait(false);
                }
                catch
                {
                    await file.DisposeAsync().ConfigureAwait(false);
                    throw;
                }
            });

    /// <summary>Parquet.Net reports damage by whatever exception its decoders meet: all but a missing file become <see cref="InvalidDataException"/>.</summary>
    public static async Task<T> GuardAsync<T>(string path, Func<Task<T>> read)
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or OutOfMemoryException or FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException))
        {
            throw new InvalidDataException($"'{path}' cannot be read as Parquet: {exception.Message}", exception);
        }
    }
}
