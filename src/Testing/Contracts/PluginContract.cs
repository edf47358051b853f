using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.RegularExpressions;
using DiffOG.Composition;
using Xunit;

namespace DiffOG.Testing.Contracts;

/// <summary>What every plugin class must do, of whatever kind.</summary>
/// <typeparam name="TPlugin">The class that carries the <see cref="PluginAttribute"/>.</typeparam>
public abstract partial class PluginContract<TPlugin>
    where TPlugin : IPluginFactory, new()
{
    /// <summary>
    /// What validation says of the defaults: null where they are valid. For options of which a user must give one or
    /// another, which <see cref="RequiredAttribute"/> cannot say.
    /// </summary>
    protected virtual string? FaultOfDefaults => null;

    /// <summary>The class is announced with a good id and a one-line description.</summary>
    [Fact]
    public void Is_announced_with_an_id_and_a_description()
    {
        PluginAttribute? attribute = typeof(TPlugin).GetCustomAttribute<PluginAttribute>();
        Assert.NotNull(attribute);
        Assert.Matches(IdPattern(), attribute.Id);
        Assert.NotEmpty(attribute.Description);
        Assert.DoesNotContain('\n', attribute.Description);
        Assert.EndsWith(".", attribute.Description, StringComparison.Ordinal);
    }

    /// <summary>The contract belongs to a kind.</summary>
    [Fact]
    public void Belongs_to_a_kind() => Assert.NotNull(PluginKinds.KindOf(new TPlugin().Contract));

    /// <summary>It was built against the contracts that it runs with.</summary>
    [Fact]
    public void Fits_the_contract_version() =>
        Assert.True(ContractVersion.Accepts(ContractVersion.BuiltAgainst(typeof(TPlugin).Assembly)!));

    /// <summary>Options cannot change after validation.</summary>
    [Fact]
    public void Options_are_sealed_and_init_only()
    {
        Type options = new TPlugin().Options;
        Assert.True(options.IsSealed, $"{options.Name} is not sealed.");
        Assert.All(Settings(options), p => Assert.Contains(
            typeof(System.Runtime.CompilerServices.IsExternalInit), p.SetMethod!.ReturnParameter.GetRequiredCustomModifiers()));
    }

    /// <summary>Every option is described, for schema and docs.</summary>
    [Fact]
    public void Every_option_is_described() => Assert.All(Settings(new TPlugin().Options), p =>
        Assert.False(string.IsNullOrWhiteSpace(p.GetCustomAttribute<DescriptionAttribute>()?.Description), $"{p.DeclaringType!.Name}.{p.Name} has no [Description]."));

    /// <summary>Defaults are valid, but for options that the user must give.</summary>
    [Fact]
    public void Defaults_are_valid_but_for_required_options()
    {
        object options = Activator.CreateInstance(new TPlugin().Options)!;
        if (Settings(options.GetType()).Any(p => p.GetCustomAttribute<RequiredAttribute>() is not null))
            return;
        List<ValidationResult> failures = [];
        Validator.TryValidateObject(options, new ValidationContext(options), failures, validateAllProperties: true);
        Assert.Equal(FaultOfDefaults is null ? [] : [FaultOfDefaults], failures.Select(f => f.ErrorMessage));
    }

    private static IEnumerable<PropertyInfo> Settings(Type options) =>
        options.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.SetMethod is { IsPublic: true });

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)?$")]
    private static partial Regex IdPattern();
}
