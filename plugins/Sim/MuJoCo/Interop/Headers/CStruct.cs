namespace DiffOG.Simulation.MuJoCo.Interop.Headers;

/// <summary>A type as the layout rules see it.</summary>
/// <param name="Name">As written, without qualifiers.</param>
/// <param name="Size">[bytes].</param>
/// <param name="Alignment">[bytes].</param>
/// <param name="Struct">Its members, where it is a struct or a union.</param>
internal sealed record CType(string Name, int Size, int Alignment, CStruct? Struct = null);

/// <summary>A member of a struct.</summary>
/// <param name="Name">Empty for an unnamed struct or union, whose members count as members of the outer one.</param>
/// <param name="Type">The type of one element; what a pointer points at.</param>
/// <param name="IsPointer">Whether the member is a pointer.</param>
/// <param name="Offset">[bytes] from the struct's beginning.</param>
/// <param name="ElementSize">[bytes].</param>
/// <param name="Count">Elements; one where it is no array.</param>
/// <param name="Struct">Members of the element, where it is a struct held by value.</param>
internal sealed record CField(string Name, string Type, bool IsPointer, int Offset, int ElementSize, int Count, CStruct? Struct);

/// <summary>Where the members of a struct or union lie, by the C rules with natural alignment.</summary>
/// <param name="isUnion">Whether all members begin at zero.</param>
internal sealed class CStruct(bool isUnion)
{
    private readonly Dictionary<string, CField> fields = [];
    private int end;

    /// <summary>The name it is known by; set when it is named.</summary>
    public string Name { get; set; } = "";

    /// <summary>[bytes], padding included.</summary>
    public int Size => (end + Alignment - 1) / Alignment * Alignment;

    /// <summary>[bytes].</summary>
    public int Alignment { get; private set; } = 1;

    /// <summary>The first member that was not understood; nothing after it has a known place.</summary>
    public string? Problem { get; set; }

    /// <summary>The members by name, those of unnamed parts included.</summary>
    public IReadOnlyDictionary<string, CField> Fields => fields;

    /// <summary>A member, or null where there is none.</summary>
    /// <param name="path">A name, or names joined by dots: <c>vis.global.offwidth</c>.</param>
    /// <exception cref="FormatException">The struct was not understood.</exception>
    public CField? Find(string path)
    {
        if (Problem is not null)
            throw new FormatException($"struct {Name}: {Problem}");
        string[] parts = path.Split('.', 2);
        if (!fields.TryGetValue(parts[0], out CField? field) || parts.Length == 1)
            return field;
        return field.Struct?.Find(parts[1]) is { } inner ? inner with { Offset = field.Offset + inner.Offset } : null;
    }

    /// <summary>Appends a member.</summary>
    public void Add(string name, CType type, bool isPointer, int count)
    {
        int size = isPointer ? sizeof(long) : type.Size, alignment = isPointer ? sizeof(long) : type.Alignment;
        int offset = isUnion ? 0 : (end + alignment - 1) / alignment * alignment;
        CField field = new(name, type.Name, isPointer, offset, size, count, isPointer ? null : type.Struct);
        end = Math.Max(end, offset + (size * count));
        Alignment = Math.Max(Alignment, alignment);
        if (name.Length > 0)
            fields[name] = field;
        else if (field.Struct is { } unnamed)
            Adopt(unnamed, offset);
    }

    private void Adopt(CStruct unnamed, int offset)
    {
        foreach (CField inner in unnamed.Fields.Values)
            fields[inner.Name] = inner with { Offset = offset + inner.Offset };
    }
}
