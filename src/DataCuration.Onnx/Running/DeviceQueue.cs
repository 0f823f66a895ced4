using System.Collections.Concurrent;

namespace DataCuration.Onnx;

/// <summary>
/// The turn at each card. A card belongs to the whole process, hence one lock for each for all sessions: calls of many workers at once would only fight for its memory. Sessions on processors need none.
/// </summary>
internal static class DeviceQueue
{
    private static readonly ConcurrentDictionary<int, Lock> Devices = new();

    public static Lock Of(int deviceId) => Devices.GetOrAdd(deviceId, static _ => new Lock());
}
