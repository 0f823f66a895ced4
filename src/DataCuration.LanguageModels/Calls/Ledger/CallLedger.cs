using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace DataCuration.LanguageModels;

/// <summary>
/// The paid answers on disk: a folder with one append-only file for each rank. A call recorded by any rank is never sent again. Safe for concurrent use.
/// </summary>
/// <remarks>
/// <para>
/// Every record has a checksum and is written to the operating system before its answer is used. A killed process therefore loses no recorded answer. A record
/// half written at the end of the file is cut off and reported when the ledger is opened again.
/// </para>
/// <para>
/// Files are flushed to disk about once a second while records are written. After a power failure, at most the calls of the last second are paid again.
/// </para>
/// <para>Memory holds a 16-byte key and a position for each record; the texts stay on disk.</para>
/// </remarks>
public sealed class CallLedger : IDisposable
{
    private const int FileShift = 44; // a position has the file's number in the upper bits and the offset (16 TiB) in the lower bits
    private static readonly TimeSpan FlushInterval = TimeSpan.FromSeconds(1);
    private readonly Lock gate = new();
    private readonly LedgerIndex index = new();
    private readonly List<LedgerFile> files = [];
    private readonly List<LedgerDamage> damage = [];
    private readonly HashSet<string> models = new(StringComparer.Ordinal);
    private readonly FileStream ownerLock;
    private readonly LedgerFile own;
    private readonly TimeProvider time;
    private long lastFlush;
    private bool unflushed;
    private bool disposed;

    private CallLedger(string folder, FileStream ownerLock, LedgerFile own, TimeProvider time)
    {
        Folder = folder;
        this.ownerLock = ownerLock;
        this.own = own;
        this.time = time;
        lastFlush = time.GetTimestamp();
    }

    /// <summary>The ledger's folder.</summary>
    public string Folder { get; }

    /// <summary>The number of different calls recorded.</summary>
    public int Count
    {
        get { lock (gate) return index.Count; }
    }

    /// <summary>The damage found when the ledger was opened.</summary>
    public IReadOnlyList<LedgerDamage> Damage => damage;

    /// <summary>Opens a ledger and reads all of its files. Creates the folder if it does not exist.</summary>
    /// <param name="folder">The folder. Ranks share answers if it is on a file system that all of them can access.</param>
    /// <param name="rank">The rank whose file is written (<see cref="RunOptions.Rank"/>). Only one process at a time may write it.</param>
    /// <param name="logger">Receives warnings about damage; null for standard error. <see cref="Damage"/> has it in any case.</param>
    /// <param name="timeProvider">The clock; null for the system clock.</param>
    /// <exception cref="IOException">Another process writes this rank's file, or the folder cannot be read.</exception>
    public static CallLedger Open(string folder, int rank = 0, ILogger? logger = null, TimeProvider? timeProvider = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        Addresses.RefuseLocal(folder, "a ledger");
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
            ledger.Load(path, logger ?? WarningLogger.Instance);
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
    /// <param name="model">The model to use if the call names none.</param>
    /// <param name="extraFields">The extra fields of its requests (<see cref="LanguageModelEndpoint.ExtraFields"/>). Default: null, for none.</param>
    /// <returns>The recorded answer; null if the call is not recorded.</returns>
    public LanguageModelAnswer? Find(LanguageModelCall call, string model, string? extraFields = null)
    {
        ArgumentNullException.ThrowIfNull(call);
        return Find(call.KeyFor(call.Model ?? model, extraFields));
    }

    /// <summary>Reads all recorded calls, file by file in the order of writing.</summary>
    public IEnumerable<LedgerEntry> ReadAll()
    {
        long[] positions;
        lock (gate) positions = index.Positions();
        foreach (long position in positions) yield return Read(position);
    }

    /// <summary>Flushes the ledger to disk and closes it.</summary>
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

    /// <summary>The tokens used by the ledger's calls: the records found at opening, plus the calls since then.</summary>
    internal CallSpending Spending { get; } = new();

    /// <summary>The calls in flight by key. Each task returns the call's failure, or null.</summary>
    internal ConcurrentDictionary<UInt128, Task<LanguageModelCallException?>> InFlight { get; } = new();

    /// <summary>Returns true if an answer of a model is recorded.</summary>
    internal bool HasAnswerOf(string model)
    {
        lock (gate) return models.Contains(model);
    }

    internal LanguageModelAnswer? Find(UInt128 key)
    {
        long position;
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            if (!index.TryGet(key, out position)) return null;
        }
        return Read(position).Answer;
    }

    /// <summary>
    /// Records an answer. It is attempted even after an earlier failure to record, since the answer is paid. After a failure, no further call is paid for until
    /// the ledger is opened again (<see cref="CallSpending.Close"/>).
    /// </summary>
    /// <exception cref="RunStoppedException">
    /// The answer cannot be written. This is not a fault of the document: further answers would be paid and lost.
    /// </exception>
    internal void Record(UInt128 key, LedgerEntry entry)
    {
        byte[] record = LedgerRecord.Serialize(key, entry);
        try
        {
            Append(key, record, entry.Answer.Model);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var stopped = new RunStoppedException($"The ledger '{Folder}' cannot be written: {e.Message}", e);
            lock (Spending.Gate) Spending.Close(stopped);
            throw stopped;
        }
    }

    private void Append(UInt128 key, byte[] record, string model)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            index.TryAdd(key, own.Append(record)); // a call that was paid twice is recorded twice, so that its cost is known
            models.Add(model);
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
            // The operating system releases the lock even if the process is killed.
            return new FileStream(Path.ChangeExtension(path, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new IOException(
                $"The ledger file '{path}' cannot be locked: another process writes it (give each process its own rank), or the folder "
                    + $"cannot be written: {e.Message}", e);
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
                    // If two ranks made the same call, both paid for it.
                    (string model, TokenCounts tokens) = LedgerRecord.ReadUsage(body);
                    models.Add(model);
                    Spending.Spend(model, tokens);
                },
                (offset, length) => Damaged(new() { File = file.Path, Offset = offset, Length = length }, logger),
                (offset, length) => Damaged(new() { File = file.Path, Offset = offset, Length = length, CutOff = ReferenceEquals(file, own) }, logger));
        }
        own.CutTail();
    }

    private void Damaged(LedgerDamage found, ILogger logger)
    {
        damage.Add(found);
        LedgerLog.Damaged(logger, found.File, found.Offset, found.Length, found.CutOff ? "cut off" : "skipped");
    }

    private LedgerEntry Read(long position) => files[(int)(position >> FileShift)].Read(position & ((1L << FileShift) - 1));
}
