namespace DataCuration;

/// <summary>The turns at one device, shared by all queues of the process that name it: a semaphore that is fair.</summary>
internal sealed class DeviceTurns
{
    private static readonly Dictionary<string, DeviceTurns> Devices = new(StringComparer.Ordinal);

    private readonly Lock gate = new();
    private readonly LinkedList<Waiter> waiting = new();
    private int free;
    private int queues; // guarded by Devices

    private DeviceTurns(string device, int concurrency)
    {
        Device = device;
        Concurrency = free = concurrency;
    }

    public string Device { get; }

    public int Concurrency { get; }

    public int WaitingCount
    {
        get
        {
            lock (gate) return waiting.Count;
        }
    }

    /// <summary>Returns the turns of a device for one more queue.</summary>
    public static DeviceTurns Open(string device, int concurrency)
    {
        lock (Devices)
        {
            if (!Devices.TryGetValue(device, out DeviceTurns? turns)) Devices.Add(device, turns = new DeviceTurns(device, concurrency));
            else if (turns.Concurrency != concurrency)
                throw new InvalidOperationException(
                    $"Device '{device}' is open with a concurrency of {turns.Concurrency}; it cannot also have one of {concurrency}.");
            turns.queues++;
            return turns;
        }
    }

    /// <summary>Called once by each queue after its last work. The last one forgets the device.</summary>
    public void Close()
    {
        lock (Devices)
            if (--queues == 0) Devices.Remove(Device);
    }

    /// <summary>Waits for a turn on the calling thread. <see cref="Exit"/> ends the turn.</summary>
    public void Enter(object queue, CancellationToken cancellationToken)
    {
        if (EnterOrQueue(queue) is not { } waiter) return;
        using CancellationTokenRegistration registration = Register(waiter, cancellationToken);
        // Completing the task wakes this thread directly. An asynchronous method in between would need a pool thread, and all of them may be waiting here.
        waiter.Granted.Task.GetAwaiter().GetResult();
    }

    /// <summary>Waits for a turn asynchronously. <see cref="Exit"/> ends the turn.</summary>
    public async Task EnterAsync(object queue, CancellationToken cancellationToken)
    {
        if (EnterOrQueue(queue) is not { } waiter) return;
        using CancellationTokenRegistration registration = Register(waiter, cancellationToken);
        await waiter.Granted.Task.ConfigureAwait(false);
    }

    public void Exit()
    {
        Waiter next;
        lock (gate)
        {
            if (waiting.First is not { } first)
            {
                free++;
                return;
            }
            waiting.Remove(first);
            next = first.Value;
        }
        next.Granted.SetResult();
    }

    /// <summary>Fails the waiting work of a queue.</summary>
    public void Abandon(object queue, Exception exception)
    {
        var abandoned = new List<Waiter>();
        lock (gate)
        {
            for (LinkedListNode<Waiter>? node = waiting.First, next; node is not null; node = next)
            {
                next = node.Next;
                if (node.Value.Queue != queue) continue;
                waiting.Remove(node);
                abandoned.Add(node.Value);
            }
        }
        foreach (Waiter waiter in abandoned) waiter.Granted.SetException(exception);
    }

    // Null if the turn is granted at once.
    private Waiter? EnterOrQueue(object queue)
    {
        lock (gate)
        {
            if (free > 0) // nothing waits while a turn is free
            {
                free--;
                return null;
            }
            var waiter = new Waiter(queue);
            waiting.AddLast(waiter.Node);
            return waiter;
        }
    }

    private CancellationTokenRegistration Register(Waiter waiter, CancellationToken cancellationToken) => cancellationToken.UnsafeRegister(_ =>
    {
        lock (gate)
        {
            if (waiter.Node.List is null) return; // it has its turn or has failed
            waiting.Remove(waiter.Node);
        }
        waiter.Granted.SetCanceled(cancellationToken);
    }, null);

    /// <summary>Work that waits. Whatever takes its node out of the list, under the lock, also completes it.</summary>
    private sealed class Waiter
    {
        public Waiter(object queue)
        {
            Queue = queue;
            Node = new(this);
        }

        public object Queue { get; }

        public LinkedListNode<Waiter> Node { get; }

        // Continuations run elsewhere: the thread that ends a turn does not run the next piece of work.
        public TaskCompletionSource Granted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
