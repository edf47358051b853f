using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using DiffOG.Composition;
using DiffOG.Host.Wording;

namespace DiffOG.Host.Configuration;

/// <summary>Checks a bound object: first the rules of each property, and only where those hold, the rules across properties.</summary>
internal static class Rules
{
    public static bool OfProperties(object owner, OptionsShape shape, string path, Func<OptionsProperty, Place> placeOf, List<ConfigurationProblem> problems)
    {
        int before = problems.Count;
        foreach (OptionsProperty property in shape.Properties)
        {
            object? value = property.Get(owner);
            ValidationContext context = new(owner) { MemberName = property.Member, DisplayName = property.Name };
            // Null is the type's business; rules speak of values.
            foreach (ValidationAttribute rule in property.Rules.Where(r => value is not null && r.GetValidationResult(value, context) != ValidationResult.Success))
                problems.Add(new ConfigurationProblem("DOG1207", placeOf(property).ToString(), JsonPath.Join(path, property.Name), $"found {Allowed.Quote(value)}", Allowed.By(rule, property)));
        }
        return problems.Count == before;
    }

    public static void AcrossProperties(object owner, OptionsShape shape, string path, Func<OptionsProperty?, Place> placeOf, List<ConfigurationProblem> problems)
    {
        if (owner is not IValidatableObject validatable)
            return;
        foreach (ValidationResult result in validatable.Validate(new ValidationContext(owner)).Where(r => r != ValidationResult.Success))
        {
            OptionsProperty? member = shape.Properties.FirstOrDefault(p => result.MemberNames.Contains(p.Member));
            string name = member?.Name ?? (result.MemberNames.FirstOrDefault() is { } other ? JsonNamingPolicy.CamelCase.ConvertName(other) : "");
            string where = name.Length == 0 ? path : JsonPath.Join(path, name);
            problems.Add(new ConfigurationProblem("DOG1210", placeOf(member).ToString(), where, (result.ErrorMessage ?? "the values do not fit each other").TrimEnd('.')));
        }
    }

    /// <summary>Whether a default counts as a value where one is required.</summary>
    public static bool IsGiven(object? value) => value switch
    {
        null => false,
        string text => text.Length > 0,
        PluginChoice choice => choice.Id.Length > 0,
        _ => true,
    };
}
