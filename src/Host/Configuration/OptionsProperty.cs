using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using DiffOG.Composition;

namespace DiffOG.Host.Configuration;

/// <summary>One property of an options class, as the configuration sees it.</summary>
internal sealed class OptionsProperty(PropertyInfo info)
{
    /// <summary>Its name in JSON.</summary>
    public string Name { get; } = JsonNamingPolicy.CamelCase.ConvertName(info.Name);

    /// <summary>Its name in C#.</summary>
    public string Member => info.Name;

    public OptionsShape Shape { get; } = OptionsShape.Of(info);

    public string? Description { get; } = info.GetCustomAttribute<DescriptionAttribute>()?.Description;

    /// <summary>Its rules besides being required.</summary>
    public IReadOnlyList<ValidationAttribute> Rules { get; } = [.. info.GetCustomAttributes<ValidationAttribute>().Where(a => a is not RequiredAttribute)];

    public bool IsRequired { get; } = info.IsDefined(typeof(RequiredAttribute));

    public bool IsPath { get; } = info.IsDefined(typeof(PathOptionAttribute));

    public object? Get(object owner) => info.GetValue(owner);

    public void Set(object owner, object? value) => info.SetValue(owner, value);
}
