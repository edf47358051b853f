namespace DiffOG.Simulation.MuJoCo.Interop.Headers;

/// <summary>What the binding needs of a library's headers: constants, and where the members of its structs lie.</summary>
internal sealed class CHeader
{
    private readonly CPreprocessor preprocessor;
    private readonly CDeclarations declarations;

    private readonly Lazy<IReadOnlyDictionary<string, string>> functions;

    private CHeader(CPreprocessor preprocessor)
    {
        (this.preprocessor, declarations) = (preprocessor, new CDeclarations(preprocessor));
        functions = new Lazy<IReadOnlyDictionary<string, string>>(() => CFunctions.Read(preprocessor.Tokens));
    }

    /// <summary>Names of the structs.</summary>
    public IEnumerable<string> Structs => declarations.Types.Values.Where(t => t.Struct is not null).Select(t => t.Struct!.Name).Distinct();

    /// <summary>Reads headers.</summary>
    /// <param name="folder">The include folder.</param>
    /// <param name="files">Relative to it; what they include of the same library is read too.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="FormatException">A file is not understood.</exception>
    public static CHeader Read(string folder, params ReadOnlySpan<string> files)
    {
        CPreprocessor preprocessor = new(folder);
        foreach (string file in files)
            preprocessor.Include(file);
        CHeader header = new(preprocessor);
        header.declarations.Read();
        return header;
    }

    /// <summary>A macro's or an enumerator's value.</summary>
    /// <exception cref="FormatException">It does not exist, or is no integer.</exception>
    public int Constant(string name) => declarations.ValueOf(name) is long value
        ? checked((int)value)
        : throw new FormatException($"{name} is not an integer constant of the headers.");

    /// <summary>Whether a macro or an enumerator of this name has an integer value.</summary>
    public bool HasConstant(string name) => declarations.ValueOf(name) is not null;

    /// <summary>A type's size [bytes].</summary>
    /// <exception cref="FormatException">It does not exist.</exception>
    public int SizeOf(string type) => Type(type).Size;

    /// <summary>A struct by its name.</summary>
    /// <exception cref="FormatException">It does not exist.</exception>
    public CStruct Struct(string name) => Type(name).Struct ?? throw new FormatException($"{name} is no struct.");

    /// <summary>The types of a function's result and parameters, as <c>char* (mjModel*, int, int)</c>; null where it is not declared.</summary>
    public string? Function(string name) => functions.Value.GetValueOrDefault(name);

    /// <summary>The macros without arguments.</summary>
    public IReadOnlyDictionary<string, string> Macros => preprocessor.Macros;

    private CType Type(string name) =>
        declarations.Types.GetValueOrDefault(name) ?? throw new FormatException($"The headers declare no type {name}.");
}
