using System.Runtime.CompilerServices;

namespace DataCuration.Extraction;

/// <summary>
/// The first elements of an array. Unlike spans of the package's own types, it is compiled with the package (ReadyToRun), and not when a program starts.
/// </summary>
/// <typeparam name="T">The element.</typeparam>
internal readonly ref struct Rows<T>
    where T : struct
{
    private readonly ref T first;

    /// <summary>Creates the view.</summary>
    /// <param name="items">The array; at least one element.</param>
    /// <param name="length">The number of elements; at most the length of the array.</param>
    public Rows(T[] items, int length)
    {
        if ((uint)length > (uint)items.Length) ThrowOutside();
        first = ref items[0];
        Length = length;
    }

    /// <summary>The number of elements.</summary>
    public int Length { get; }

    /// <summary>Gets an element.</summary>
    public ref T this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if ((uint)index >= (uint)Length) ThrowOutside();
            return ref Unsafe.Add(ref first, index);
        }
    }

    /// <summary>Enumerates the elements.</summary>
    public Enumerator GetEnumerator() => new(this);

    private static void ThrowOutside() => throw new InvalidOperationException("The index is not in the rows.");

    /// <summary>Enumerates the elements by reference.</summary>
    public ref struct Enumerator(Rows<T> rows)
    {
        private readonly Rows<T> rows = rows;
        private int index = -1;

        /// <summary>The current element.</summary>
        public readonly ref T Current => ref rows[index];

        /// <summary>Moves to the next element.</summary>
        public bool MoveNext() => ++index < rows.Length;
    }
}
