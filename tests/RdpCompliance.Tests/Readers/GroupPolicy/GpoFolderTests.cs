using RdpCompliance.Engine.Evidence;
using RdpCompliance.Readers.GroupPolicy;

namespace RdpCompliance.Tests.Readers.GroupPolicy;

public sealed class GpoFolderTests
{
    private const string Id = "{31B2F340-016D-11D2-945F-00C04FB984F9}";

    [Theory]
    [InlineData($"a/{Id}/DomainSysvol/GPO/Machine/registry.pol", $"a/{Id}")]
    [InlineData($"a/{Id}/DomainSysvol/GPO/User/Preferences/Registry/Registry.xml", $"a/{Id}")]
    [InlineData($"a/{Id}/gpreport.xml", $"a/{Id}")]
    [InlineData($"sysvol/x.test/Policies/{Id}/MACHINE/Microsoft/Windows NT/SecEdit/GptTmpl.inf", $"sysvol/x.test/Policies/{Id}")]
    [InlineData($"{Id}/Machine/Registry.pol", Id)]
    [InlineData($"{Id}/Machine/Applications/{{00000000-0000-0000-0000-000000000001}}/a.aas", Id)]
    [InlineData("baseline/GPO/Machine/registry.pol", "baseline/GPO")]
    [InlineData("renamed/DomainSysvol/GPO/Machine/registry.pol", "renamed")]
    [InlineData("Windows/System32/GroupPolicy/Machine/Registry.pol", "Windows/System32/GroupPolicy")]
    [InlineData("Windows/System32/GroupPolicyUsers/S-1-5-32-545/User/Registry.pol", "Windows/System32/GroupPolicyUsers/S-1-5-32-545")]
    [InlineData("Machine/Registry.pol", "")]
    [InlineData("export/user.pol", "export/user.pol")]
    [InlineData("Registry.pol", "Registry.pol")]
    public void The_root_is_the_folder_that_holds_all_files_of_the_gpo(string name, string root) =>
        Assert.Equal(root, GpoFolder.Of(name).Root);

    [Theory]
    [InlineData($"{Id}/DomainSysvol/GPO/Machine/registry.pol", RegistryHalf.Machine)]
    [InlineData($"{Id}/USER/registry.pol", RegistryHalf.User)]
    [InlineData($"user/{Id}/Machine/Scripts/user/a.ps1", RegistryHalf.Machine)]
    [InlineData("user/gpos/GPO/machine/registry.pol", RegistryHalf.Machine)]
    [InlineData("Machine.pol", RegistryHalf.Machine)]
    [InlineData("USER.POL", RegistryHalf.User)]
    [InlineData("Users/x/ntuser.pol", RegistryHalf.User)]
    [InlineData("ProgramData/ntuser.pol", RegistryHalf.Machine)]
    [InlineData($"{Id}/Backup.xml", null)]
    [InlineData("Registry.pol", null)]
    public void The_half_is_the_folder_or_the_file_named_after_it(string name, RegistryHalf? half) =>
        Assert.Equal(half, GpoFolder.Of(name).Half);

    [Theory]
    [InlineData($"Policies/{Id}/GPT.INI")]
    [InlineData($"Policies/{Id}/User/registry.pol")]
    [InlineData($"copy/{Id}/Machine/registry.pol")]
    [InlineData($"copy/{Id}/gpt.ini")]
    public void A_sysvol_folder_is_named_by_the_policys_own_id(string name)
    {
        var folder = GpoFolder.Of(name);

        Assert.Equal((GpoLayout.Sysvol, Guid.Parse(Id)), (folder.Layout, folder.PolicyId));
    }

    [Theory]
    [InlineData($"{Id}/DomainSysvol/GPO/Machine/registry.pol")]
    [InlineData($"{Id}/DomainSysvol/GPO/GPT.INI")]
    [InlineData($"{Id}/bkupInfo.xml")]
    public void The_id_of_a_backup_is_not_the_policys(string name)
    {
        var folder = GpoFolder.Of(name);

        Assert.Equal((GpoLayout.Backup, Guid.Parse(Id), (Guid?)null), (folder.Layout, folder.FolderId, folder.Origin.Id));
    }
}
