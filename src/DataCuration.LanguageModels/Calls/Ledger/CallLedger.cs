using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace DataCuration.LanguageModels;

/// <summary>
/// The answers that have been paid for, on disk: a folder with one append-only file for each rank. What is recorded is never asked again, whichever rank recorded it. Every record is checksummed and handed to
/// the operating system before its answer is used, so that a process that is killed loses nothing recorded; a half-written end is cut off and reported at the next opening. Memory holds a 16-byte key and a
/// place for each record; the texts stay on disk. Safe for concurrent use.
/// </summary>
/// <remarks>Against a loss of power, files are flushed to disk about once a second while records come in: at most the last second's calls are paid again.</remarks>
public sealed class CallLedger : IDisposable
{
    private const int FileShift = 44; // of a place: the file's number above, the offset below (16 TiB)
    private static readonly TimeSpan FlushInterval = TimeSpan.FromSeconds(1);
    private readonly Lock gate = new();
    private readonly LedgerIndex index = new();
    private readonly List<LedgerFile> files = [];
    private readonly List<LedgerDamage> damage = [];
    private readonly FileStream ownerLock;
    private readonly LedgerFile own;
    private readonly TimeProvider time;
    private long lastFlush;
    private bool unflushed;
    private bool disposed;
    private volatile Exception? unwritable;

    private CallLedger(string folder, FileStream ownerLock, LedgerFile own, TimeProvider time)
    {
        Folder = folder;
        this.ownerLock = ownerLock;
        this.own = own;
        this.time = time;
        lastFlush = time.GetTimestamp();
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>How many different calls are recorded.</summary>
    public int Count
    {
        get { lock (gate) return index.Count; }
    }

    /// <summary>What was damaged when the ledger was opened.</summary>
    public IReadOnlyList<LedgerDamage> Damage => damage;

    /// <summary>Opens a folder, which is made if there is none, and reads all of its files.</summary>
    /// <param name="folder">The folder; on a file system that all ranks see if they are to share answers.</param>
    /// <param name="rank">Whose file is written (<see cref="RunOptions.Rank"/>); one process at a time may write it.</param>
    /// <param name="logger">Told about damage; null for nobody.</param>
    /// <param name="timeProvider">The clock; null for the system's.</param>
    /// <exception cref="IOException">Another process writes this rank's file, or the folder cannot be read.</exception>
    public static CallLedger Open(string folder, int rank = 0, ILogger? logger = null, TimeProvider? timeProvider = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        ArgumentOutOfRangeException.ThrowIfNegative(rank);
        folder = Path.GetFullPath(folder);
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"calls-{rank:D5}.ledger"));
        FileStream ownerLock = LockFor(path);
        LedgerFile? own = null;
        try
        {
            own = LedgerFile.OpenOwn(path);
            var ledger = new CallLedger(folder, ownerLock, own, timeProvider ?? TimeProvider.System);
            ledger.Load(path, logger ?? NullLogger.Instance);
            return ledger;
        }
        catch
        {
            own?.Dispose();
            ownerLock.Dispose();
            throw;
        }
    }

    /// <summary>Looks up a call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="model">The model that it goes to where it names none.</param>
    /// <returns>The recorded answer; null if there is none.</returns>
    public LanguageModelAnswer? Find(LanguageModelCall call, string model)
    {
        ArgumentNullException.ThrowIfNull(call);
        return Find(call.KeyFor(call.Model ?? model));
    }

    /// <summary>Reads all recorded calls, in the order of files and writing.</summary>
    public IEnumerable<LedgerEntry> ReadAll()
    {
        long[] places;
        lock (gate) places = index.Places();
        foreach (long place in places) yield return Read(place);
    }

    /// <summary>Flushes to disk and closes.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (disposed) return;
            disposed = true;
            try
            {
                if (unflushed) own.FlushToDisk();
            }
            finally
            {
                foreach (LedgerFile file in files) file.Dispose();
                ownerLock.Dispose();
            }
        }
    }

    /// <summary>What its calls have used: what was recorded when it was opened, and since then what its users note.</summary>
    internal CallSpending Spending { get; } = new();

    /// <summary>The calls that somebody is making, with what they fail with.</summary>
    internal ConcurrentDictionary<UInt128, Task<LanguageModelCallException?>> UnderWay { get; } = new();

    /// <summary>To be asked before a call is sent: once an answer could not be recorded, no more are paid for until the ledger is opened anew.</summary>
    /// <exception cref="RunStoppedException">An answer could not be recorded.</exception>
    internal void RequireWritable()
    {
        if (unwritable is { } cause) throw Unwritable(cause);
    }

    internal LanguageModelAnswer? Find(UInt128 key)
    {
        long place;
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            if (!index.TryGet(key, out place)) return null;
        }
        return Read(place).Answer;
    }

    /// <summary>Records an answer. It is tried even where another one could not be recorded: it has been paid for.</summary>
    /// <exception cref="RunStoppedException">It cannot be written. Never a document's fault: going on would pay for answers that nothing keeps.</exception>
    internal void Record(UInt128 key, LedgerEntry entry)
    {
        byte[] record = LedgerRecord.Serialize(key, entry);
        try
        {
            Append(key, record);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            unwritable = e;
            throw Unwritable(e);
        }
    }

    private RunStoppedException Unwritable(Exception cause) => new($"The ledger '{Folder}' cannot be written: {cause.Message}", cause);

    private void Append(UInt128 key, byte[] record)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            index.TryAdd(key, own.Append(record)); // one that is there was paid for twice: recorded twice, so that its cost is known
            unflushed = true;
            if (time.GetElapsedTime(lastFlush) < FlushInterval) return;
            own.FlushToDisk();
            unflushed = false;
            lastFlush = time.GetTimestamp();
        }
    }

    private static FileStream LockFor(string path)
    {
        try
        {
            // Released by the operating system however the process ends.
            return new FileStream(Path.ChangeExtension(path, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new IOException($"The ledger file '{path}' cannot be claimed: another process writes it (give each process a rank of its own), or its folder cannot be written: {e.Message}", e);
        }
    }

    private void Load(string ownPath, ILogger logger)
    {
        files.Add(own);
        foreach (string path in Directory.EnumerateFiles(Folder, "calls-*.ledger").Order(StringComparer.Ordinal))
            if (path != ownPath) files.Add(LedgerFile.OpenOther(path));
        for (int f = 0; f < files.Count; f++)
        {
            LedgerFile file = files[f];
            long number = f;
            file.Scan(
                (key, offset, body) =>
                {
                    index.TryAdd(key, (number << FileShift) | offset);
                    // Two ranks that made the same call both paid for it.
                    (string model, TokenCounts tokens) = LedgerRecord.ReadUsage(body);
                    Spending.Spend(model, tokens);
                },
                (offset, length) => Damaged(new(file.Path, offset, length, false), logger),
                (offset, length) => Damaged(new(file.Path, offset, length, ReferenceEquals(file, own)), logger));
        }
        own.CutTail();
    }

    private void Damaged(LedgerDamage found, ILogger logger)
    {
        damage.Add(found);
        CallLog.LedgerDamaged(logger, found.File, found.Offset, found.Length, found.CutOff ? "cut off" : "passed over");
    }

    private LedgerEntry Read(long place) => files[(int)(place >> FileShift)].Read(place & ((1L << FileShift) - 1));
}
