namespace DataCuration.Extraction;

/// <summary>Operations on arrays of the package's own types.</summary>
internal static class Arrays
{
    /// <summary>Doubles the length of an array. <see cref="Array.Resize"/> of the package's own types is compiled when a program starts.</summary>
    public static void Double<T>(ref T[] items)
        where T : struct
    {
        var larger = new T[items.Length * 2];
        Array.Copy(items, larger, items.Length);
        items = larger;
    }
}
