using System.Collections.Concurrent;

namespace DataCuration;

/// <summary>The things that a whole run shares, made once and disposed with the run.</summary>
internal sealed class ResourcePool : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<object>> resources = new(StringComparer.Ordinal);

    public T GetOrAdd<T>(string key, Func<T> factory) where T : class
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        object value = resources.GetOrAdd(key, static (_, make) => new Lazy<object>(() => make()), factory).Value;
        return value as T ?? throw new InvalidOperationException($"Resource '{key}' is a {value.GetType()}, not a {typeof(T)}: give the two different keys.");
    }

    public void Dispose()
    {
        foreach (Lazy<object> resource in resources.Values)
            if (resource.IsValueCreated && resource.Value is IDisposable disposable) disposable.Dispose();
        resources.Clear();
    }
}
