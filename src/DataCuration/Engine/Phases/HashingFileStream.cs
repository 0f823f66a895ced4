using System.IO.Hashing;

namespace DataCuration;

/// <summary>A write-only, sequential file stream that hashes what goes through it, so that a manifest can vouch for the file.</summary>
internal sealed class HashingFileStream : Stream
{
    private readonly IFileStore files;
    private readonly Stream file;
    private readonly XxHash128 hash = new();
    private bool closed;

    public HashingFileStream(IFileStore files, string path, string name)
    {
        this.files = files;
        Name = name;
        file = files.Create(path);
    }

    public string Name { get; }

    public long Written { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => !closed;

    public override long Length => Written;

    public override long Position { get => Written; set => throw new NotSupportedException("Output files are written from begin to end."); }

    /// <summary>Closes the file for good and says what is in it.</summary>
    public OutputFile Finish()
    {
        Dispose();
        return new() { Name = Name, Bytes = Written, Hash = Convert.ToHexStringLower(hash.GetCurrentHash()) };
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            file.Write(buffer);
        }
        catch (Exception e) when (IsFull(e))
        {
            throw CannotWrite(e);
        }
        hash.Append(buffer);
        Written += buffer.Length;
    }

    public override void WriteByte(byte value) => Write([value]);

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Write(buffer.AsSpan(offset, count));
        return Task.CompletedTask;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override void Flush() => file.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !closed)
        {
            closed = true;
            try
            {
                files.Complete(file);
            }
            catch (Exception e) when (IsFull(e))
            {
                throw CannotWrite(e);
            }
            finally
            {
                CloseHandle();
            }
        }
        base.Dispose(disposing);
    }

    /// <summary>Closes the file. What could not be flushed is tried again by that, and fails again: the first error is the one to report.</summary>
    private void CloseHandle()
    {
        try
        {
            file.Dispose();
        }
        catch (Exception e) when (IsFull(e))
        {
        }
    }

    /// <summary>A full disk is an <see cref="IOException"/>, a file that grows too large for the system an <see cref="ArgumentOutOfRangeException"/> (.NET 10).</summary>
    private static bool IsFull(Exception e) => e is IOException or ArgumentOutOfRangeException or UnauthorizedAccessException;

    private IOException CannotWrite(Exception e) => new($"Output file '{Name}' cannot be written beyond byte {Written}: {e.Message}", e);
}
