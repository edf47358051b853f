using DiffOG.Simulation.MuJoCo.Interop.Headers;

namespace DiffOG.Simulation.MuJoCo.Interop;

/// <summary>Reads and writes the members of a native struct by name. Names are checked against the headers, types against what is read.</summary>
/// <param name="layout">Where the members lie.</param>
/// <param name="address">The struct.</param>
internal readonly unsafe struct NativeStruct(CStruct layout, byte* address)
{
    /// <summary>An integer: 4 or 8 bytes, as sizes are before and from 3.5.</summary>
    public int Integer(string path)
    {
        CField field = Field(path);
        return field.ElementSize == sizeof(long) ? checked((int)*(long*)(address + field.Offset)) : *(int*)(address + field.Offset);
    }

    /// <summary>Writes an integer.</summary>
    public void SetInteger(string path, int value)
    {
        CField field = Field(path);
        if (field.ElementSize == sizeof(long))
            *(long*)(address + field.Offset) = value;
        else
            *(int*)(address + field.Offset) = value;
    }

    /// <summary>Where a member lies.</summary>
    public T* Member<T>(string path)
        where T : unmanaged => (T*)(address + Field(path).Offset);

    /// <summary>The array a member points at.</summary>
    public T* Array<T>(string path)
        where T : unmanaged
    {
        CField field = Field(path);
        if (!field.IsPointer || !Fits<T>(field.Type))
            throw new ArgumentException($"{path} is {field.Type}{(field.IsPointer ? "*" : "")}, not {typeof(T).Name}*.", nameof(path));
        return *(T**)(address + field.Offset);
    }

    private static bool Fits<T>(string type) => type switch
    {
        "mjtNum" or "double" => typeof(T) == typeof(double),
        "float" => typeof(T) == typeof(float),
        "int" => typeof(T) == typeof(int),
        "mjtByte" or "mjtBool" or "bool" or "unsigned char" => typeof(T) == typeof(byte),
        "mjContact" => typeof(T) == typeof(byte),
        _ => false,
    };

    private CField Field(string path) => layout.Find(path)
        ?? throw new ArgumentException($"{layout.Name} of this MuJoCo has no member {path}.", nameof(path));
}
