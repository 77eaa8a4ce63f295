package org.s2sgateway.simulator.dataverse;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The part of {@code $metadata} that describes the functions and actions that there are, with the parameters and the
 * return types of the real ones.
 *
 * @see <a href="https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/functions">Web API
 *     Function Reference</a>
 * @see <a href="https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/actions">Web API Action
 *     Reference</a>
 */
final class CsdlOperations {

    /** Of the schema. */
    static final String DESCRIBED = packed(
            // .../webapi/reference/whoami
            """
            <ComplexType Name="WhoAmIResponse"><Property Name="BusinessUnitId" Type="Edm.Guid" />
            <Property Name="UserId" Type="Edm.Guid" /><Property Name="OrganizationId" Type="Edm.Guid" /></ComplexType>
            <Function Name="WhoAmI"><ReturnType Type="mscrm.WhoAmIResponse" Nullable="false" /></Function>
            """
                    // .../webapi/reference/retrievecurrentorganization, organizationdetail, endpointcollection
                    + """
            <EnumType Name="EndpointAccessType"><Member Name="Default" Value="0" /><Member Name="Internet" Value="1" />
            <Member Name="Intranet" Value="2" /></EnumType>
            <EnumType Name="EndpointType"><Member Name="OrganizationService" Value="0" />
            <Member Name="OrganizationDataService" Value="1" /><Member Name="WebApplication" Value="2" /></EnumType>
            <EnumType Name="OrganizationState"><Member Name="Enabled" Value="0" /><Member Name="Disabled" Value="1" />
            </EnumType>
            <ComplexType Name="EndpointCollection"><Property Name="Count" Type="Edm.Int32" Nullable="false" />
            <Property Name="IsReadOnly" Type="Edm.Boolean" Nullable="false" />
            <Property Name="Keys" Type="Collection(mscrm.EndpointType)" />
            <Property Name="Values" Type="Collection(Edm.String)" /></ComplexType>
            <ComplexType Name="OrganizationDetail"><Property Name="OrganizationId" Type="Edm.Guid" Nullable="false" />
            <Property Name="FriendlyName" Type="Edm.String" /><Property Name="OrganizationVersion" Type="Edm.String" />
            <Property Name="EnvironmentId" Type="Edm.String" /><Property Name="DatacenterId" Type="Edm.Guid" />
            <Property Name="Geo" Type="Edm.String" /><Property Name="TenantId" Type="Edm.String" />
            <Property Name="UrlName" Type="Edm.String" /><Property Name="UniqueName" Type="Edm.String" />
            <Property Name="Endpoints" Type="mscrm.EndpointCollection" />
            <Property Name="State" Type="mscrm.OrganizationState" Nullable="false" /></ComplexType>
            <ComplexType Name="RetrieveCurrentOrganizationResponse">
            <Property Name="Detail" Type="mscrm.OrganizationDetail" /></ComplexType>
            <Function Name="RetrieveCurrentOrganization">
            <Parameter Name="AccessType" Type="mscrm.EndpointAccessType" Nullable="false" />
            <ReturnType Type="mscrm.RetrieveCurrentOrganizationResponse" Nullable="false" /></Function>
            """
                    // .../webapi/reference/retrievetotalrecordcount, entityrecordcountcollection
                    + """
            <ComplexType Name="EntityRecordCountCollection"><Property Name="Count" Type="Edm.Int32" Nullable="false" />
            <Property Name="IsReadOnly" Type="Edm.Boolean" Nullable="false" />
            <Property Name="Keys" Type="Collection(Edm.String)" /><Property Name="Values" Type="Collection(Edm.Int64)" />
            </ComplexType>
            <ComplexType Name="RetrieveTotalRecordCountResponse">
            <Property Name="EntityRecordCountCollection" Type="mscrm.EntityRecordCountCollection" /></ComplexType>
            <Function Name="RetrieveTotalRecordCount">
            <Parameter Name="EntityNames" Type="Collection(Edm.String)" Nullable="false" />
            <ReturnType Type="mscrm.RetrieveTotalRecordCountResponse" Nullable="false" /></Function>
            """
                    // .../webapi/reference/retrieveuserprivileges, roleprivilege
                    + """
            <EnumType Name="PrivilegeDepth"><Member Name="Basic" Value="0" /><Member Name="Local" Value="1" />
            <Member Name="Deep" Value="2" /><Member Name="Global" Value="3" /></EnumType>
            <ComplexType Name="RolePrivilege"><Property Name="Depth" Type="mscrm.PrivilegeDepth" Nullable="false" />
            <Property Name="PrivilegeId" Type="Edm.Guid" Nullable="false" />
            <Property Name="BusinessUnitId" Type="Edm.Guid" Nullable="false" />
            <Property Name="PrivilegeName" Type="Edm.String" /></ComplexType>
            <ComplexType Name="RetrieveUserPrivilegesResponse">
            <Property Name="RolePrivileges" Type="Collection(mscrm.RolePrivilege)" /></ComplexType>
            <Function Name="RetrieveUserPrivileges" IsBound="true">
            <Parameter Name="entity" Type="mscrm.systemuser" Nullable="false" />
            <ReturnType Type="mscrm.RetrieveUserPrivilegesResponse" Nullable="false" /></Function>
            """
                    // .../webapi/reference/initializefileblocksupload, uploadblock, commitfileblocksupload
                    + """
            <ComplexType Name="InitializeFileBlocksUploadResponse">
            <Property Name="FileContinuationToken" Type="Edm.String" /></ComplexType>
            <Action Name="InitializeFileBlocksUpload">
            <Parameter Name="Target" Type="mscrm.crmbaseentity" Nullable="false" />
            <Parameter Name="FileName" Type="Edm.String" Nullable="false" />
            <Parameter Name="FileAttributeName" Type="Edm.String" Nullable="false" />
            <ReturnType Type="mscrm.InitializeFileBlocksUploadResponse" Nullable="false" /></Action>
            <Action Name="UploadBlock"><Parameter Name="BlockId" Type="Edm.String" Nullable="false" />
            <Parameter Name="BlockData" Type="Edm.Binary" Nullable="false" />
            <Parameter Name="FileContinuationToken" Type="Edm.String" Nullable="false" /></Action>
            <ComplexType Name="CommitFileBlocksUploadResponse"><Property Name="FileId" Type="Edm.Guid" Nullable="false" />
            <Property Name="FileSizeInBytes" Type="Edm.Int64" Nullable="false" /></ComplexType>
            <Action Name="CommitFileBlocksUpload"><Parameter Name="FileName" Type="Edm.String" Nullable="false" />
            <Parameter Name="MimeType" Type="Edm.String" Nullable="false" />
            <Parameter Name="BlockList" Type="Collection(Edm.String)" Nullable="false" />
            <Parameter Name="FileContinuationToken" Type="Edm.String" Nullable="false" />
            <ReturnType Type="mscrm.CommitFileBlocksUploadResponse" Nullable="false" /></Action>
            """
                    // .../webapi/reference/initializefileblocksdownload, downloadblock, deletefile
                    + """
            <ComplexType Name="InitializeFileBlocksDownloadResponse">
            <Property Name="FileContinuationToken" Type="Edm.String" /><Property Name="FileName" Type="Edm.String" />
            <Property Name="FileSizeInBytes" Type="Edm.Int64" Nullable="false" />
            <Property Name="IsChunkingSupported" Type="Edm.Boolean" Nullable="false" /></ComplexType>
            <Action Name="InitializeFileBlocksDownload">
            <Parameter Name="Target" Type="mscrm.crmbaseentity" Nullable="false" />
            <Parameter Name="FileAttributeName" Type="Edm.String" Nullable="false" />
            <Parameter Name="DataSource" Type="Edm.String" />
            <ReturnType Type="mscrm.InitializeFileBlocksDownloadResponse" Nullable="false" /></Action>
            <ComplexType Name="DownloadBlockResponse"><Property Name="Data" Type="Edm.Binary" /></ComplexType>
            <Action Name="DownloadBlock"><Parameter Name="Offset" Type="Edm.Int64" Nullable="false" />
            <Parameter Name="BlockLength" Type="Edm.Int64" Nullable="false" />
            <Parameter Name="FileContinuationToken" Type="Edm.String" Nullable="false" />
            <ReturnType Type="mscrm.DownloadBlockResponse" Nullable="false" /></Action>
            <Action Name="DeleteFile"><Parameter Name="FileId" Type="Edm.Guid" Nullable="false" /></Action>
            """
                    // .../webapi/reference/importsolutionasync, without the components that may be given beside the
                    // file
                    + """
            <ComplexType Name="ImportSolutionAsyncResponse">
            <Property Name="AsyncOperationId" Type="Edm.Guid" Nullable="false" />
            <Property Name="ImportJobKey" Type="Edm.String" /></ComplexType>
            <Action Name="ImportSolutionAsync">
            <Parameter Name="OverwriteUnmanagedCustomizations" Type="Edm.Boolean" Nullable="false" />
            <Parameter Name="PublishWorkflows" Type="Edm.Boolean" Nullable="false" />
            <Parameter Name="CustomizationFile" Type="Edm.Binary" /><Parameter Name="ImportJobId" Type="Edm.Guid" />
            <ReturnType Type="mscrm.ImportSolutionAsyncResponse" Nullable="false" /></Action>
            """
                    // What customers make.
                    + """
            <ComplexType Name="sim_EchoResponse" OpenType="true" />
            <Action Name="sim_Echo"><Parameter Name="Text" Type="Edm.String" />
            <ReturnType Type="mscrm.sim_EchoResponse" Nullable="false" /></Action>
            <Action Name="sim_Rename" IsBound="true"><Parameter Name="entity" Type="mscrm.account" Nullable="false" />
            <Parameter Name="Name" Type="Edm.String" Nullable="false" /></Action>
            <Function Name="sim_Bytes"><Parameter Name="Count" Type="Edm.Int64" Nullable="false" />
            <ReturnType Type="Edm.Stream" Nullable="false" /></Function>
            <ComplexType Name="sim_DrainResponse"><Property Name="Count" Type="Edm.Int64" Nullable="false" /></ComplexType>
            <Action Name="sim_Drain"><ReturnType Type="mscrm.sim_DrainResponse" Nullable="false" /></Action>
            """);

    /** Of the entity container: those that are bound to nothing. */
    static final String IMPORTED =
            imported("Function", "WhoAmI", "RetrieveCurrentOrganization", "RetrieveTotalRecordCount", "sim_Bytes")
                    + imported(
                            "Action",
                            "InitializeFileBlocksUpload",
                            "UploadBlock",
                            "CommitFileBlocksUpload",
                            "InitializeFileBlocksDownload",
                            "DownloadBlock",
                            "DeleteFile",
                            "ImportSolutionAsync",
                            "sim_Echo",
                            "sim_Drain");

    private CsdlOperations() {}

    private static String packed(String xml) {
        return xml.replace(">\n", ">").replace("\n", " ");
    }

    private static String imported(String kind, String... names) {
        return Stream.of(names)
                .map(name -> "<%1$sImport Name=\"%2$s\" %1$s=\"Microsoft.Dynamics.CRM.%2$s\" />".formatted(kind, name))
                .collect(Collectors.joining());
    }
}
